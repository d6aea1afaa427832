"""A list of 300 entries, the longest there is: an entry goes from one end to the other, by pointer and by keyboard."""

import re

import psycopg
import pytest
from playwright.sync_api import expect

from tests import databases

DRAGGED = re.compile(r"\bis-dragged\b")
ENTRIES = """
INSERT INTO resources_listentry
    (list_id, position, kind, text, url, note, created_at, created_by_id, version, changed_at, changed_by_id)
SELECT list.id, n, 'heading', 'Entry ' || n, '', '', list.created_at, list.owner_id, 1, list.created_at, list.owner_id
FROM resources_resourcelist list, generate_series(1, 300) n WHERE list.title = 'Long list'
"""


@pytest.fixture
def long_list(server, person):
    """The page of a list of Ben's with 300 entries."""
    page = person(server, "ben")
    page.goto(f"{server.url}/hill/library/lists/new/")
    page.get_by_label("Title").fill("Long list")
    page.get_by_role("button", name="Make the list").click()
    expect(page.get_by_role("heading", name="Long list")).to_be_visible()
    with psycopg.connect(databases.address(server.database)) as connection:
        connection.execute(ENTRIES)
    page.reload()
    expect(page.locator(".list-entry")).to_have_count(300)
    return page


def test_an_entry_is_dragged_to_the_other_end_while_the_pointer_rests_near_the_edge(long_list):
    first = long_list.locator(".list-entry", has=long_list.get_by_role("heading", name="Entry 1", exact=True))
    first.scroll_into_view_if_needed()
    first.locator(".list-grip").hover()
    long_list.mouse.down()
    long_list.mouse.move(300, 860, steps=5)
    long_list.mouse.move(300, 898)
    expect(long_list.locator(".list-entry").last).to_have_class(DRAGGED)
    long_list.mouse.up()
    expect(long_list.locator("#said")).to_have_text("“Entry 1” is number 300 of 300 now.")
    long_list.reload()
    expect(long_list.locator(".list-entry h2").first).to_have_text("Entry 2")
    expect(long_list.locator(".list-entry h2").last).to_have_text("Entry 1")


def test_escape_puts_a_dragged_entry_back_however_far_it_came(long_list):
    long_list.locator(".list-grip").nth(4).hover()
    long_list.mouse.down()
    long_list.mouse.move(300, 898, steps=5)
    expect(long_list.locator(".list-entry").nth(30)).not_to_have_text(re.compile(r"^\s*Entry 31\b"))
    long_list.keyboard.press("Escape")
    expect(long_list.locator(".list-entry h2").nth(4)).to_have_text("Entry 5")
    expect(long_list.locator(".is-dragged")).to_have_count(0)


def test_by_keyboard_it_goes_step_by_step_with_the_cursor_on_it_or_to_a_place_at_once(long_list):
    button = long_list.get_by_role("button", name="Move up: Entry 300")
    button.focus()
    for place in (299, 298):
        long_list.keyboard.press("Enter")
        expect(long_list.locator("#said")).to_have_text(f"“Entry 300” is number {place} of 300 now.")
        expect(button).to_be_focused()
        # The browser gives the focus as soon as the list is there, htmx takes it in charge some milliseconds later.
        expect(long_list.locator(".htmx-added")).to_have_count(0)
    long_list.get_by_role("link", name="Change: Entry 300").focus()
    long_list.keyboard.press("Enter")
    long_list.get_by_label("Place on the list").fill("1")
    long_list.keyboard.press("Enter")
    expect(long_list.locator(".list-entry h2").first).to_have_text("Entry 300")
