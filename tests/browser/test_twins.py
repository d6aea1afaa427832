"""A book that is in the catalogue already: told while its ISBN is scanned, and one press for one more copy of it."""

from playwright.sync_api import expect

ISBN = "9780804429573"


def _open(page, address):
    """Opens the page of a new title; a scanner types wherever the cursor is, so it has to be there."""
    page.goto(address)
    expect(page.get_by_label("ISBN").first).to_be_focused()


def test_a_scan_tells_at_once_that_the_title_is_here(server, person):
    page = person(server, "ada")
    add = f"{server.url}/hill/library/titles/add/"
    _open(page, add)
    page.keyboard.type(ISBN)
    page.get_by_role("textbox", name="Title*").fill("Kites of the north")
    page.get_by_role("textbox", name="Title*").press("Enter")
    page.wait_for_url("**?scan")

    _open(page, add)
    page.keyboard.type(f"{ISBN}\n")  # As a scanner does it: the cursor is in the field.
    expect(page.get_by_text("You have this already")).to_be_visible()
    page.get_by_role("textbox", name="Title*").fill("Kites of the south")
    page.get_by_role("textbox", name="Title*").press("Enter")
    expect(page.get_by_label("It is another title: save it")).not_to_be_checked()
    assert page.url == add

    page.get_by_label("Barcodes of its copies").fill("KITE-1")
    page.get_by_role("button", name="Add a copy to it").click()
    expect(page.get_by_text("KITE-1 is a copy of “Kites of the north” now.")).to_be_visible()
    expect(page.get_by_label("Barcode of one more copy")).to_be_focused()
