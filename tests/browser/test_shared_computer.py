"""A computer that people share: Ada leaves pages open, Ben signs in beside them; nothing becomes his or is lost."""

import psycopg
import pytest
from playwright.sync_api import expect

from tests import databases
from tests.browser.conftest import plan_shown
from tests.cast import PASSWORD

BEN_IS_HERE = "Ben Okafor is signed in in this browser now, and Ada Marlow opened this page. So nothing was saved."


def sign_in(page, key):
    page.get_by_label("E-mail").fill(f"{key}@hill.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)


def ben_signs_in(page, server):
    """In a window of his own in the same browser, after signing out whoever was there."""
    window = page.context.new_page()
    window.goto(f"{server.url}/accounts/logout/")
    window.get_by_role("button", name="Sign out").last.click()
    sign_in(window, "ben")
    return window


def ada_signs_in_again(page, link):
    with page.context.expect_page() as opened:
        link.click()
    window = opened.value
    expect(window.get_by_text("Ben Okafor is signed in in this browser.")).to_be_visible()
    window.get_by_role("button", name="Sign out").last.click()
    sign_in(window, "ada")
    window.close()
    page.bring_to_front()


def stage_of_a_plan(page, server):
    page.goto(f"{server.url}/hill/plans/")
    page.locator("tbody a").first.click()
    address = f"{plan_shown(page)}stages/2/"
    page.goto(address)
    return address


def written(server, text):
    """Who wrote a text, by table."""
    asked = """
        SELECT 'answer', m.name FROM planning_answer a JOIN collab_member m ON m.id = a.saved_by_id
            WHERE a.text = %(text)s
        UNION ALL SELECT 'duty', m.name FROM planning_duty d JOIN collab_member m ON m.id = d.created_by_id
            WHERE d.what = %(text)s
        UNION ALL SELECT 'plan', m.name FROM planning_unitplan p JOIN collab_member m ON m.id = p.created_by_id
            WHERE p.title = %(text)s
    """
    with psycopg.connect(databases.address(server.database)) as connection:
        return connection.execute(asked, {"text": text}).fetchall()


def test_an_answer_a_row_and_a_form_of_ada_wait_for_her_while_ben_is_signed_in(person, server):
    plan = person(server, "ada")
    stage_of_a_plan(plan, server)
    plan.get_by_role("button", name="Add a duty").click()
    duty = plan.get_by_label("What", exact=False).first
    duty.fill("Reserve the seismograph")
    form = plan.context.new_page()
    form.goto(f"{server.url}/hill/plans/new/")
    form.locator("input[name=title]").fill("Kites and the wind")
    ben_signs_in(plan, server)

    plan.bring_to_front()
    answer = plan.locator("textarea.answer-text").first
    answer.fill("Written by Ada")
    expect(plan.locator("[data-answer]").first).to_contain_text("Not saved. Your text is still here.")
    expect(plan.locator("[data-trouble]")).to_contain_text(BEN_IS_HERE)
    plan.get_by_role("button", name="Save", exact=True).last.click()
    expect(plan.locator("#messages").get_by_role("alert")).to_contain_text(BEN_IS_HERE)
    expect(duty).to_have_value("Reserve the seismograph")
    expect(answer).to_have_value("Written by Ada")
    form.bring_to_front()
    form.locator("main form").get_by_role("button").last.click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Ben Okafor is signed in now")
    expect(form.locator("dd.typed", has_text="Kites and the wind")).to_be_visible()
    form.get_by_role("button", name="Send it again").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Ben Okafor is signed in now")
    texts = ("Written by Ada", "Reserve the seismograph", "Kites and the wind")
    assert [written(server, text) for text in texts] == [[], [], []]

    ada_signs_in_again(form, form.get_by_role("link", name="Sign in again as Ada Marlow"))
    form.get_by_role("button", name="Send it again").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Kites and the wind")
    plan.bring_to_front()
    plan.get_by_role("button", name="Save", exact=True).last.click()
    expect(plan.locator("#rows-duties")).to_contain_text("Reserve the seismograph")
    expect(plan.locator("#messages").get_by_role("alert")).to_have_count(0)
    answer.press("Tab")
    expect(plan.locator("[data-answer]").first).to_contain_text("Saved")
    expect(plan.locator("[data-trouble]")).to_be_hidden()
    by_ada = [[(kind, "Ada Marlow")] for kind in ("answer", "duty", "plan")]
    assert [written(server, text) for text in texts] == by_ada


def test_a_row_that_was_refused_is_offered_again_when_ada_is_back(person, server):
    page = person(server, "ada")
    address = stage_of_a_plan(page, server).replace("stages/2/", "duties/add/")
    page.goto(address)
    page.get_by_label("What", exact=False).first.fill("Reserve the seismograph")
    ben = ben_signs_in(page, server)
    page.bring_to_front()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ben Okafor is signed in now")
    page.get_by_role("link", name="Plans", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plans")
    ben.goto(f"{server.url}/accounts/logout/")
    ben.get_by_role("button", name="Sign out").last.click()
    sign_in(ben, "ada")
    ben.goto(address)
    expect(ben.get_by_label("What", exact=False).first).to_have_value("Reserve the seismograph")
    ben.get_by_role("button", name="Save", exact=True).last.click()
    expect(ben.locator("#rows-duties")).to_contain_text("Reserve the seismograph")
    ben.goto(address)
    expect(ben.get_by_label("What", exact=False).first).to_have_value("")
    assert written(server, "Reserve the seismograph") == [("duty", "Ada Marlow")]


def test_a_row_that_is_sent_again_is_saved_and_not_offered_a_second_time(person, server):
    page = person(server, "ada")
    address = stage_of_a_plan(page, server).replace("stages/2/", "duties/add/")
    page.goto(address)
    page.get_by_label("What", exact=False).first.fill("Reserve the seismograph")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new window").click()
    sign_in(opened.value, "ada")
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator("#rows-duties")).to_contain_text("Reserve the seismograph")
    page.goto(address)
    expect(page.get_by_label("What", exact=False).first).to_have_value("")
    assert written(server, "Reserve the seismograph") == [("duty", "Ada Marlow")]


@pytest.mark.parametrize("key", ["ada", "ben"])
def test_without_scripts_a_form_from_before_a_sign_in_shows_what_was_typed(person, server, key):
    page = person(server, "ada", java_script_enabled=False)
    page.goto(f"{server.url}/hill/plans/new/")
    page.locator("input[name=title]").fill("Kites and the wind")
    window = page.context.new_page()
    window.goto(f"{server.url}/accounts/logout/")
    window.get_by_role("button", name="Sign out").last.click()
    sign_in(window, key)
    page.locator("main form").get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is from before the last sign-in")
    expect(page.locator("dd.typed", has_text="Kites and the wind")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the form in a new window").click()
    opened.value.locator("input[name=title]").fill("Kites and the wind")
    assert written(server, "Kites and the wind") == []
