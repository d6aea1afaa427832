"""The filters of lists: on a phone the rows come first, and nothing closes while somebody is choosing."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

TALLEST_BARS = {  # What stands above a list whose reader has most to do there.
    "library/": "ada",
    "library/boxes/": "ada",
    "library/lists/": "ada",
    "library/purchases/": "ada",
    "topics/board/": "ada",
    "topics/map/": "ada",
    "plans/": "ada",
    "people/": "ada",
}
FIRST_ROW = ":is(.table-list, .map) tbody tr:not(.board-group) > th"


def open_filters(page):
    page.locator(".filter-fold summary").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("address", TALLEST_BARS)
def test_on_a_phone_the_first_row_of_a_list_is_seen_without_scrolling(person, shared_server, address):
    page = person(shared_server, TALLEST_BARS[address], viewport=PHONE)
    page.goto(f"{shared_server.url}/hill/{address}")
    title = page.locator(FIRST_ROW).first.locator("a, :scope").first.bounding_box()
    assert title["y"] + min(title["height"], 24) < page.locator(".main-nav").bounding_box()["y"]


def test_filters_unfold_by_keyboard_and_stay_open_with_the_focus_while_somebody_chooses(person, shared_server):
    page = person(shared_server, "ada", viewport=PHONE)
    page.goto(f"{shared_server.url}/hill/topics/board/")
    department, state = page.get_by_label("Department"), page.get_by_label("State")
    expect(department).to_be_hidden()
    open_filters(page)
    expect(state).to_be_visible()
    department.focus()
    department.select_option("English")
    expect(page.locator(".filter-fold summary")).to_have_text("Filters (1 set)")
    expect(department).to_be_focused()
    state.select_option("Done")
    expect(page.locator(".filter-fold summary")).to_have_text("Filters (2 set)")
    expect(state).to_be_visible()


def test_the_strip_of_loans_changes_below_its_filters_too(person, shared_server):
    page = person(shared_server, "ada", viewport=PHONE)
    page.goto(f"{shared_server.url}/hill/library/loans/")
    open_filters(page)
    page.get_by_label("Kind").focus()
    page.get_by_label("Kind").select_option("Class set")
    expect(page.locator("#filters-set")).to_have_text("(1 set)")
    expect(page.get_by_label("Kind")).to_be_focused()


def test_without_scripts_filters_unfold_and_say_how_many_are_set(person, shared_server):
    page = person(shared_server, "ben", viewport=PHONE, java_script_enabled=False)
    page.goto(f"{shared_server.url}/hill/library/")
    open_filters(page)
    page.get_by_label("Kind").select_option("Video")
    page.get_by_label("Reading age from").fill("9")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".filter-fold summary")).to_have_text("Filters (2 set)")
    expect(page.get_by_label("Kind")).to_be_hidden()


def test_on_a_wide_screen_there_is_nothing_to_unfold_but_the_rarer_filters(person, shared_server):
    page = person(shared_server, "ben")
    page.goto(f"{shared_server.url}/hill/library/")
    expect(page.get_by_label("Kind")).to_be_visible()
    expect(page.locator(".filter-fold")).to_be_hidden()
    expect(page.get_by_label("Reading age from")).to_be_hidden()
    page.get_by_text("More filters").click()
    expect(page.get_by_label("Reading age from")).to_be_visible()


def test_on_a_tablet_held_upright_the_board_has_all_its_columns_and_nothing_scrolls_sideways(person, shared_server):
    page = person(shared_server, "ada", viewport={"width": 810, "height": 1080})
    page.goto(f"{shared_server.url}/hill/topics/board/")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    expect(page.locator(".board-table .menu summary").first).to_be_in_viewport()
    expect(page.locator(".account summary")).to_be_in_viewport()
