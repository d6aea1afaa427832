"""Somebody types while their session ends: the text stays on the page, and is saved once they are back."""

from playwright.sync_api import expect

from tests.browser.conftest import plan_shown
from tests.cast import PASSWORD


def sign_in_again(page):
    page.get_by_label("E-mail").fill("ada@hill.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.close()


def test_a_row_and_an_answer_typed_while_signed_out_are_saved_after_signing_in_again(person, server):
    page = person(server, "ada")
    page.goto(f"{server.url}/hill/plans/")
    page.locator("tbody a").first.click()
    page.goto(f"{plan_shown(page)}stages/2/")
    page.get_by_role("button", name="Add a duty").click()
    page.get_by_label("What", exact=False).first.fill("Reserve the seismograph")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).last.click()
    signed_out = page.locator("#messages").get_by_role("alert")
    expect(signed_out).to_contain_text("You are signed out")
    expect(page.get_by_label("What", exact=False).first).to_have_value("Reserve the seismograph")
    with page.context.expect_page() as opened:
        signed_out.get_by_role("link").click()
    sign_in_again(opened.value)
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("#rows-duties")).to_contain_text("Reserve the seismograph")
    page.context.clear_cookies(name="sessionid")
    page.locator("textarea.answer-text").first.fill("Signed out, but not lost")
    trouble = page.locator("[data-trouble]")
    expect(trouble).to_contain_text("You are signed out")
    with page.context.expect_page() as opened:
        trouble.get_by_role("link").click()
    sign_in_again(opened.value)
    page.bring_to_front()
    expect(page.locator("[data-answer]").first).to_contain_text("Saved")
