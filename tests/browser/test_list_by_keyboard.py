"""Scripts off, or not there yet: a list is written by keyboard alone, heading after heading and link after link."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(server, person):
    return person(server, "ben", java_script_enabled=False)


def test_every_field_that_adds_to_a_list_has_the_cursor_again(server, page):
    page.goto(f"{server.url}/hill/library/lists/new/")
    page.get_by_label("Title").fill("Fire")
    page.get_by_role("button", name="Make the list").click()
    _choose(page, "Heading")
    for heading in ("Volcanoes", "Bush fires"):
        expect(page.get_by_role("textbox", name="Heading")).to_be_focused()
        page.keyboard.type(heading)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Heading")).to_be_focused()
    expect(page.get_by_role("textbox", name="Heading")).to_have_value("")
    _choose(page, "Links")
    for link in ("https://example.org/lava", "https://example.org/ash"):
        expect(page.get_by_role("textbox", name="Link")).to_be_focused()
        page.keyboard.type(link)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Link")).to_be_focused()
    expect(page.locator(".list-entry")).to_have_count(4)


def _choose(page, kind):
    page.get_by_role("navigation", name="What to add").get_by_role("link", name=kind).click()
