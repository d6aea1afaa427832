"""A box is filled without a mouse: scans one after the other, titles picked with one key each."""

import re

import pytest
from playwright.sync_api import expect

FAST = 2  # Milliseconds between the keys of a scanner.


@pytest.fixture
def page(server, person):
    """Ada's page of a new box on volcanoes."""
    page = person(server, "ada")
    page.goto(f"{server.url}/hill/library/boxes/add/")
    page.get_by_label("Name").fill("Fire below")
    page.get_by_label("Topics").fill("volcanoes")
    page.get_by_role("button", name="Make the box").click()
    expect(field(page)).to_be_focused()
    page.wait_for_load_state()  # The browser gives the focus before the script is there that takes the scans.
    return page


def field(page):
    return page.get_by_label("Scan a barcode")


def scan(page, text):
    page.keyboard.type(text, delay=FAST)
    page.keyboard.press("Enter")


def settle(page):
    """Waits until the last answer is in its place: only then is the cursor where the next key belongs."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def said(page, text):
    return page.locator("#filling").get_by_text(text)


def inside(page):
    return page.get_by_role("list", name="Contents").get_by_role("listitem")


def picks(page):
    return page.locator("[data-offer] [data-key]")


def left_out(page):
    return page.get_by_role("region", name="Not in the box yet").get_by_role("listitem")


def test_scans_go_in_faster_than_the_server_answers_and_words_that_are_not_found_stay_typed(page):
    for barcode in ("H10001", "H10004", "H10008", "H10001"):
        scan(page, barcode)
    expect(said(page, "is in the box already")).to_be_visible()
    expect(inside(page)).to_have_count(3)
    expect(field(page)).to_be_focused()

    scan(page, "zzzz")
    expect(said(page, "Nothing in the catalogue fits these words")).to_be_visible()
    expect(field(page)).to_have_value("zzzz")
    scan(page, "H10010")
    expect(inside(page)).to_have_count(4)
    expect(field(page)).to_have_value("")


def test_of_fast_scans_those_that_could_not_go_in_pile_up_until_they_are_solved(page):
    for barcode in ("H10001", "X-404", "H10004", "H10008", "9780140328738", "H10010", "H10011"):
        scan(page, barcode)
        page.wait_for_timeout(120)
    expect(inside(page)).to_have_count(5)
    expect(left_out(page)).to_have_count(2)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")

    page.reload()
    page.get_by_role("link", name="Put it in by name (X-404)").click()
    expect(page.get_by_label("What it is")).to_be_focused()
    page.keyboard.type("Globe")
    page.keyboard.press("Enter")
    expect(inside(page)).to_have_count(6)
    expect(inside(page).first).to_contain_text("Barcode X-404")
    page.get_by_role("button", name="Dismiss 9780140328738").click()
    expect(left_out(page)).to_have_count(0)


def test_scans_that_do_not_reach_the_server_stay_on_the_page_and_are_sent_again(page):
    page.route("**/items/find/", lambda route: route.abort())
    for barcode in ("H10001", "H10004"):
        scan(page, barcode)
    expect(page.locator("[data-unsent]")).to_contain_text("H10001")
    expect(page.locator("[data-unsent]")).to_contain_text("H10004")
    page.unroute("**/items/find/")
    scan(page, "H10008")
    expect(inside(page)).to_have_count(1)
    page.get_by_role("button", name="Send it again").first.click()
    expect(inside(page)).to_have_count(2)
    page.locator("[data-unsent]").get_by_role("button", name="Dismiss").click()
    expect(page.locator("[data-unsent]")).to_be_hidden()
    expect(field(page)).to_be_focused()


def test_titles_are_picked_with_one_key_each_and_what_was_taken_out_comes_back(page):
    scan(page, "volcano")
    expect(picks(page).first).to_be_focused()
    settle(page)
    page.keyboard.press("2")
    expect(inside(page)).to_have_count(1)
    expect(picks(page).nth(1)).to_be_focused()
    settle(page)
    page.keyboard.press("ArrowUp")
    expect(picks(page).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(inside(page)).to_have_count(2)
    settle(page)
    scan(page, "H10001")
    expect(inside(page)).to_have_count(3)
    expect(field(page)).to_be_focused()

    page.get_by_role("link", name="Propose titles").press("Enter")
    expect(picks(page).first).to_be_focused()
    settle(page)
    page.keyboard.press("1")
    expect(inside(page)).to_have_count(4)
    settle(page)
    page.keyboard.press("Escape")
    expect(field(page)).to_be_focused()
    page.get_by_role("button", name=re.compile("^Take out")).first.press("Enter")
    expect(said(page, "was taken out of the box")).to_be_visible()
    expect(inside(page)).to_have_count(3)
    page.get_by_role("button", name="Put it back").press("Enter")
    expect(inside(page)).to_have_count(4)
