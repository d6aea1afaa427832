"""Scripts off, or not there yet: every field that takes a scan has the cursor again after it."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(server, person):
    return person(server, "ada", java_script_enabled=False)


def test_every_scan_leaves_the_cursor_in_the_field_for_the_next(server, page):
    page.goto(f"{server.url}/hill/library/boxes/add/")
    page.get_by_label("Name").fill("Fire below")
    page.get_by_role("button", name="Make the box").click()
    _scans(page, "Scan a barcode", ("H10001", "H10004"))
    expect(page.get_by_role("list", name="Contents").get_by_role("listitem")).to_have_count(2)

    page.get_by_role("list", name="Contents").get_by_role("link").first.click()
    page.goto(f"{page.url}?scan")
    _scans(page, "Barcode of one more copy", ("NEW-1", "NEW-2"))
    expect(page.get_by_role("button", name="Withdraw NEW-2")).to_be_visible()

    page.goto(f"{server.url}/hill/library/lists/new/")
    page.get_by_label("Title").fill("Fire")
    page.get_by_role("button", name="Make the list").click()
    page.get_by_role("navigation", name="What to add").get_by_role("link", name="Titles").click()
    _scans(page, "ISBN, barcode, or words of the title", ("H10001", "H10004"))


def _scans(page, label, barcodes):
    for barcode in barcodes:
        expect(page.get_by_label(label)).to_be_focused()
        expect(page.get_by_label(label)).to_have_value("")
        page.keyboard.type(barcode)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_label(label)).to_be_focused()
