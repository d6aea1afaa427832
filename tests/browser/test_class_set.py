"""A class set goes out and comes back by scanner: each copy counts one, no copy twice; and a mistake is undone."""

from playwright.sync_api import expect

ISBN = "9780306406157"


def test_the_copies_of_a_class_set_are_counted_by_their_barcodes(server, person):
    page = person(server, "ada")
    box_url = _class_set(page, server)
    page.goto(f"{box_url}book/")
    page.get_by_label("For whom").select_option(label="Ben Okafor")
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    for label in ("First day", "Last day"):
        page.get_by_label(label).fill(today)
    page.get_by_role("button", name="Book it").click()
    expect(page.get_by_role("link", name="Hand out")).to_be_visible()

    page.get_by_role("link", name="Hand out", exact=True).click()
    assert _scanned(page, "SET-1", "SET-1", "set-2", "SET-9", "SET-3", "SET-4") == [
        "Deserts, a novel: 1 of 3",
        "“SET-1” is counted already: Deserts, a novel.",
        "Deserts, a novel: 2 of 3",
        "Nothing in this box has the barcode “SET-9”.",
        "Deserts, a novel: 3 of 3",
        "All 3 of Deserts, a novel are counted already.",
    ]
    page.get_by_role("button", name="Hand out what is ticked").click()
    expect(page.get_by_text("Handed out to Ben Okafor.")).to_be_visible()

    page.get_by_role("link", name="Take back").click()
    assert _scanned(page, "SET-1", "SET-2", "SET-2") == [
        "Deserts, a novel: 1 of 3 back",
        "Deserts, a novel: 2 of 3 back",
        "“SET-2” is counted already: Deserts, a novel.",
    ]
    expect(page.get_by_label("Missing")).to_have_value("1")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("one thing is to be followed up")).to_be_visible()

    page.get_by_role("link", name="Undo taking back").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("It is out again, as before.")).to_be_visible()
    page.get_by_role("link", name="Take back").click()
    expect(page.get_by_label("Missing")).to_have_value("1")


def _class_set(page, server):
    """Makes a title with four copies, and a box with three of it. Returns the address of the box."""
    page.goto(f"{server.url}/hill/library/titles/add/")
    page.get_by_role("textbox", name="Title*").fill("Deserts, a novel")
    page.locator("#id_isbns").fill(ISBN)
    page.get_by_label("Barcodes of its copies").fill("SET-1\nSET-2\nSET-3\nSET-4")
    with page.expect_navigation():
        page.get_by_role("button", name="Add the title").click()
    page.goto(f"{server.url}/hill/library/boxes/add/")
    page.get_by_label("Name").fill("Deserts, class set")
    page.get_by_role("button", name="Make the box").click()
    for _ in range(3):
        page.get_by_label("Scan a barcode or an ISBN").fill(ISBN)
        page.get_by_label("Scan a barcode or an ISBN").press("Enter")
    expect(page.get_by_role("list", name="Contents")).to_contain_text("3 ×")
    return page.url.partition("?")[0]


def _scanned(page, *barcodes):
    """What is said of one scan after the other; the cursor stays in the field."""
    told = []
    for barcode in barcodes:
        page.get_by_label("Scan a barcode").fill(barcode)
        page.keyboard.press("Enter")
        told.append(page.locator("[data-told]").inner_text())
        expect(page.get_by_label("Scan a barcode")).to_be_focused()
    return told
