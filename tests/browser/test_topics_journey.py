"""A teacher says topics on a phone, between two lessons: in under a minute, and nothing typed is lost on the way."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.cast import PASSWORD

A_MINUTE = 60  # seconds, for both topics, typed by a script


def open_form(page, server):
    page.goto(f"{server.url}/hill/topics/ask/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What will you teach?")


def topic(page, number):
    return page.locator("[data-block]").nth(number)


def sign_in_again(page, key):
    page.get_by_label("E-mail").fill(f"{key}@hill.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)


def test_a_teacher_asks_for_two_topics_on_a_phone_in_under_a_minute(server, person):
    ben = person(server, "ben", viewport=PHONE, has_touch=True)
    begun = time.monotonic()
    ben.get_by_role("link", name="Topics").first.click()
    ben.get_by_role("link", name="Say what you will teach").first.click()
    first = topic(ben, 0)
    first.get_by_label("Topic").fill("Kites and the wind")
    first.get_by_label("From").select_option("2")
    first.get_by_label("To", exact=True).select_option("4")
    first.locator("[data-who] summary").tap()
    first.get_by_label("7A", exact=True).tap()
    expect(first.locator("[data-who-words]")).to_have_text("7A")
    first.get_by_label("Resource box", exact=True).tap()
    ben.get_by_role("button", name="Another topic").tap()
    second = topic(ben, 1)
    expect(second.get_by_label("Topic")).to_be_focused()
    second.get_by_label("Topic").fill("Maps that lie")
    second.get_by_label("Research or referencing lesson", exact=True).tap()
    ben.get_by_role("button", name="Tell the library").tap()
    ben.wait_for_url(f"{server.url}/hill/topics/")
    assert time.monotonic() - begun < A_MINUTE
    expect(ben.get_by_role("link", name="Kites and the wind")).to_be_visible()
    expect(ben.get_by_role("link", name="Maps that lie")).to_be_visible()
    expect(ben.get_by_text("7A · Weeks 2–4")).to_be_visible()
    expect(ben.locator("[data-unsent]")).to_be_hidden()

    ada = person(server, "ada")
    ada.goto(f"{server.url}/hill/topics/")
    ben.get_by_role("link", name="Kites and the wind").click()
    ben.wait_for_url(re.compile(r"/topics/\d+/"))
    ada.goto(ben.url)
    ada.get_by_role("button", name="We are preparing it").click()
    expect(ada.locator(".topic-state")).to_contain_text("Preparing")
    ben.reload()
    expect(ben.locator(".topic-state")).to_contain_text("Preparing")
    expect(ben.locator(".topic-state")).to_contain_text("Ada Marlow")


def test_the_essentials_of_a_topic_stand_on_the_first_screen_of_a_phone(shared_server, person):
    ruth = person(shared_server, "ruth", viewport=PHONE)
    open_form(ruth, shared_server)
    nav = ruth.locator(".main-nav").bounding_box()
    for label in ("Topic", "Subject", "From", "To"):
        field = ruth.get_by_label(label, exact=label == "To").first.bounding_box()
        assert field["y"] + field["height"] < nav["y"]
        assert field["height"] >= 44
    chips = ruth.locator("[data-block] .help-wanted .chip")
    heights = {round(chips.nth(number).bounding_box()["height"]) for number in range(chips.count())}
    assert heights == {44}
    assert ruth.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_typed_topics_survive_a_lost_connection_and_a_closed_page(server, person):
    ben = person(server, "ben", viewport=PHONE)
    open_form(ben, server)
    ben.context.set_offline(True)
    topic(ben, 0).get_by_label("Topic").fill("Kites and the wind")
    topic(ben, 0).get_by_label("Display", exact=True).check()
    ben.get_by_role("button", name="Another topic").click()
    topic(ben, 1).get_by_label("Topic").fill("Maps that lie")
    ben.get_by_text("Students, reading range, a note").last.click()
    topic(ben, 1).get_by_label("Note").fill("With the old atlas")
    ben.get_by_role("button", name="Tell the library").click()
    expect(ben.locator("#messages").get_by_role("alert")).to_contain_text("The server cannot be reached.")
    ben.context.set_offline(False)
    ben.goto(f"{server.url}/hill/topics/")
    expect(ben.locator("[data-unsent]")).to_contain_text("Kites and the wind, Maps that lie")
    ben.get_by_role("link", name="Go on with it").click()
    expect(ben.get_by_text("Brought back what you had typed and not sent.")).to_be_visible()
    expect(topic(ben, 0).get_by_label("Topic")).to_have_value("Kites and the wind")
    expect(topic(ben, 0).get_by_label("Display", exact=True)).to_be_checked()
    expect(topic(ben, 1).get_by_label("Note")).to_have_value("With the old atlas")
    ben.get_by_role("button", name="Tell the library").click()
    ben.wait_for_url(f"{server.url}/hill/topics/")
    expect(ben.get_by_role("link", name="Maps that lie")).to_have_count(1)
    open_form(ben, server)
    expect(topic(ben, 0).get_by_label("Topic")).to_have_value("")


def test_typed_topics_survive_a_session_that_ran_out(server, person):
    ben = person(server, "ben", viewport=PHONE)
    open_form(ben, server)
    topic(ben, 0).get_by_label("Topic").fill("Kites and the wind")
    ben.context.clear_cookies(name="sessionid")
    ben.get_by_role("button", name="Tell the library").click()
    signed_out = ben.locator("#messages").get_by_role("alert")
    expect(signed_out).to_contain_text("You are signed out")
    expect(topic(ben, 0).get_by_label("Topic")).to_have_value("Kites and the wind")
    open_address = ben.url
    ben.goto(open_address)
    sign_in_again(ben, "ben")
    expect(topic(ben, 0).get_by_label("Topic")).to_have_value("Kites and the wind")
    ben.get_by_role("button", name="Tell the library").click()
    ben.wait_for_url(f"{server.url}/hill/topics/")
    expect(ben.get_by_role("link", name="Kites and the wind")).to_have_count(1)


def test_what_one_person_typed_is_not_offered_to_another(server, person):
    page = person(server, "ben", viewport=PHONE)
    open_form(page, server)
    topic(page, 0).get_by_label("Topic").fill("Between us")
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{server.url}/hill/topics/ask/")
    sign_in_again(page, "cleo")
    expect(topic(page, 0).get_by_label("Topic")).to_have_value("")


def test_a_form_left_open_sends_nothing_in_the_name_of_who_signed_in_after_it(server, person):
    page = person(server, "ben", viewport=PHONE)
    open_form(page, server)
    topic(page, 0).get_by_label("Topic").fill("Between us")
    page.context.clear_cookies(name="sessionid")
    other = page.context.new_page()
    other.goto(f"{server.url}/hill/topics/")
    sign_in_again(other, "cleo")
    page.get_by_role("button", name="Tell the library").click()
    told = "Cleo Tanaka is signed in in this browser now, and Ben Okafor opened this page. So nothing was saved."
    expect(page.locator("#messages").get_by_role("alert")).to_contain_text(told)
    expect(topic(page, 0).get_by_label("Topic")).to_have_value("Between us")
    other.goto(f"{server.url}/hill/topics/")
    expect(other.get_by_role("link", name="Between us")).to_have_count(0)
    expect(other.locator("[data-unsent]")).to_be_hidden()


def test_what_is_wrong_is_said_in_place_and_another_term_keeps_what_was_typed(server, person):
    ben = person(server, "ben", viewport=PHONE)
    open_form(ben, server)
    topic(ben, 0).get_by_label("Topic").fill("Kites and the wind")
    topic(ben, 0).get_by_label("From").select_option("4")
    topic(ben, 0).get_by_label("To", exact=True).select_option("2")
    ben.get_by_role("button", name="Tell the library").click()
    expect(ben.get_by_text("The last week comes before the first one.")).to_be_visible()
    terms = ben.locator("#id_term")
    terms.select_option(index=2)
    chosen = terms.input_value()
    expect(ben.get_by_text("The last week comes before the first one.")).to_have_count(0)
    expect(ben.locator("#id_term")).to_have_value(chosen)
    expect(topic(ben, 0).get_by_label("Topic")).to_have_value("Kites and the wind")
    topic(ben, 0).get_by_label("To", exact=True).select_option("6")
    ben.get_by_role("button", name="Tell the library").click()
    ben.wait_for_url(f"{server.url}/hill/topics/")
    expect(ben.get_by_text("Weeks 4–6")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_topic_too_many_is_taken_away(server, person, has_script):
    ben = person(server, "ben", viewport=PHONE, java_script_enabled=has_script)
    open_form(ben, server)
    topic(ben, 0).get_by_label("Topic").fill("Kites and the wind")
    ben.get_by_role("button", name="Another topic").click()
    topic(ben, 1).get_by_label("Topic").fill("Maps that lie")
    topic(ben, 0).get_by_role("button", name=re.compile("Take away")).click()
    expect(ben.locator("[data-block]")).to_have_count(1)
    expect(topic(ben, 0).get_by_label("Topic")).to_have_value("Maps that lie")
    ben.get_by_role("button", name="Tell the library").click()
    ben.wait_for_url(f"{server.url}/hill/topics/")
    expect(ben.get_by_role("link", name="Maps that lie")).to_be_visible()
    expect(ben.get_by_role("link", name="Kites and the wind")).to_have_count(0)
