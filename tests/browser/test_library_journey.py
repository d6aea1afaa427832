"""From a topic to a box that came back: teacher, librarian and head of department, on the real stack with a worker."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect
from pymarc import Field, Indicators, MARCWriter, Record, Subfield
from stdnum import ean

from tests.browser.conftest import PHONE

RECORDS = 3_000


def isbn(number):
    digits = f"9781999{90_000 - number:05}"
    return digits + ean.calc_check_digit(digits)


def marc_file(path):
    """A catalogue as library systems export it: ISO 2709 in UTF-8, with diacritics, copies and one broken record."""
    with path.open("wb") as file:
        writer = MARCWriter(file)
        for number in range(RECORDS):
            writer.write(_record(number))
    return path


def _record(number):
    record = Record(force_utf8=True, leader="00000nam a2200000 a 4500")
    title = "Glaciers of the Ångström range" if number == 7 else f"Ice and water, part {number}"
    fields = [
        ("020", [("a", isbn(number))]),
        ("100", [("a", "Møller, Søren,")]),
        ("245", [("a", f"{title} :"), ("b", "a field guide /"), ("c", "Søren Møller.")] if number != 11 else []),
        ("264", [("b", "Nordlys,"), ("c", "2021.")]),
        ("650", [("a", "Glaciers"), ("v", "Juvenile literature.")]),
        ("852", [("h", "551.31 MOL"), ("p", f"MARC{number}")]),
    ]
    record.add_field(Field("001", data=f"ice{number}"))
    for tag, subfields in fields:
        record.add_field(Field(tag, Indicators(" ", " "), [Subfield(code, value) for code, value in subfields]))
    return record


def test_a_topic_gets_its_box_its_list_and_its_book(server_with_worker, person, tmp_path):
    server = server_with_worker
    _ask_for_two_topics(person(server, "ben", viewport=PHONE, has_touch=True), server)
    ada = person(server, "ada")
    _see_them_on_the_board(ada)
    _import(ada, server, marc_file(tmp_path / "ice.mrc"))
    box = _make_a_box(ada, server)
    _lend_it(ada, box)
    _publish_a_list(ada, server, person(server, None))
    _buy_on_advice(ada, person(server, "hugo", viewport=PHONE), server)


def _ask_for_two_topics(ben, server):
    ben.goto(f"{server.url}/hill/topics/ask/")
    blocks = ben.locator("[data-block]")
    blocks.nth(0).get_by_label("Topic").fill("Glaciers on the move")
    blocks.nth(0).get_by_label("From").select_option("3")
    blocks.nth(0).get_by_label("Resource box", exact=True).tap()
    ben.get_by_role("button", name="Another topic").tap()
    blocks.nth(1).get_by_label("Topic").fill("Rivers of ice")
    ben.get_by_role("button", name="Tell the library").tap()
    ben.wait_for_url(f"{server.url}/hill/topics/")


def _see_them_on_the_board(ada):
    ada.get_by_role("link", name="Topics", exact=True).click()
    for topic in ("Glaciers on the move", "Rivers of ice"):
        row = ada.get_by_role("row", name=topic)
        expect(row).to_contain_text("Ben Okafor")
    expect(ada.get_by_role("row", name="Glaciers on the move")).to_contain_text("Nothing yet")


def _import(ada, server, file):
    ada.goto(f"{server.url}/hill/library/imports/")
    ada.locator("input[type=file]").set_input_files(file)
    ada.get_by_role("button", name="Hand in the file").click()
    expect(ada.get_by_text("Imported", exact=True)).to_be_visible()
    expect(ada.locator(".stats")).to_contain_text(re.compile(f"{RECORDS // 1000},?000"))
    expect(ada.get_by_text("1 record could not be taken.")).to_be_visible()
    ada.get_by_role("link", name="Library", exact=True).click()
    ada.get_by_role("searchbox").first.fill("glaciers angstrom")
    expect(ada.get_by_role("link", name="Glaciers of the Ångström range")).to_be_visible()


def _make_a_box(ada, server):
    ada.goto(f"{server.url}/hill/topics/board/")
    ada.get_by_role("link", name="Glaciers on the move").click()
    ada.get_by_role("link", name="Make a box").click()
    expect(ada.get_by_label("Name", exact=False).first).to_have_value("Glaciers on the move")
    ada.get_by_role("button", name="Make the box").click()
    scan = ada.get_by_label("Scan a barcode or an ISBN, or type words of a title")
    for typed, expected in (("MARC7", "Glaciers of the Ångström range"), (isbn(20), "Ice and water, part 20")):
        scan.fill(typed)
        scan.press("Enter")
        expect(ada.locator(".box-items")).to_contain_text(expected)
        expect(scan).to_be_focused()
        expect(scan).to_have_value("")
    scan.fill("ice water part 33")
    scan.press("Enter")
    expect(ada.get_by_role("button", name="Ice and water, part 33")).to_be_focused()
    ada.keyboard.press("Enter")
    expect(ada.locator(".box-items")).to_contain_text("Ice and water, part 33")
    expect(ada.locator(".box-items li")).to_have_count(3)
    return ada.url.split("?")[0].split("#")[0]


def _lend_it(ada, box):
    today = date.fromisoformat(ada.evaluate("new Date().toLocaleDateString('sv')"))  # Of the school, as its browsers.
    ada.goto(box)
    ada.get_by_role("link", name="Book it").click()
    ada.get_by_label("For", exact=False).first.select_option(label="Ben Okafor")
    ada.locator("input[type=date]").nth(0).fill(today.isoformat())
    ada.locator("input[type=date]").nth(1).fill((today + timedelta(days=6)).isoformat())
    ada.get_by_role("button", name="Book it").click()
    ada.get_by_role("link", name="Hand out").click()
    ada.get_by_label("Scan a barcode").fill("MARC7")
    ada.get_by_label("Scan a barcode").press("Enter")
    expect(ada.get_by_role("checkbox", name=re.compile("Glaciers of the Ångström range"))).to_be_checked()
    ada.get_by_role("button", name="All there: hand out").click()
    ada.get_by_role("link", name="Take back").click()
    lost = ada.get_by_role("group", name="How Ice and water, part 20")
    lost.get_by_label("Missing").check()
    ada.get_by_role("button", name="Take back", exact=True).click()
    expect(ada.get_by_role("row", name=re.compile("Ice and water, part 20"))).to_contain_text("1 missing")
    ada.goto(f"{box.split('/boxes/')[0]}/loans/follow-ups/")
    expect(ada.get_by_text("Ice and water, part 20").first).to_be_visible()


def _publish_a_list(ada, server, student):
    ada.goto(f"{server.url}/hill/topics/board/")
    ada.get_by_role("link", name="Glaciers on the move").click()
    ada.get_by_role("link", name="Make a list").click()
    ada.get_by_role("button", name="Make the list").click()
    ada.get_by_role("link", name="Title", exact=False).first.click()
    ada.get_by_label("ISBN, barcode, or words of the title").fill("MARC7")
    ada.get_by_role("button", name="Find or add").click()
    expect(ada.get_by_text("is number 1 on the list")).to_be_visible()
    ada.get_by_role("button", name="Publish it").click()
    student.goto(ada.get_by_label(re.compile("^Public address")).input_value())
    expect(student.get_by_role("heading", level=1)).to_have_text("Glaciers on the move")
    expect(student.get_by_text("Glaciers of the Ångström range")).to_be_visible()
    assert student.context.cookies() == []


def _buy_on_advice(ada, hugo, server):
    ada.goto(f"{server.url}/hill/topics/board/")
    ada.get_by_role("link", name="Glaciers on the move").click()
    ada.get_by_role("link", name="Suggest a purchase").click()
    ada.get_by_label("Title", exact=False).first.fill("The sound of a glacier")
    ada.get_by_role("button", name="Suggest it").click()
    ada.get_by_role("button", name="Ask for advice").click()
    expect(ada.locator("#messages")).to_contain_text("Hugo Lindqvist is asked.")
    hugo.goto(f"{server.url}/hill/")
    hugo.get_by_role("link", name="Would “The sound of a glacier” be used?").click()
    hugo.get_by_label("A line to it, if you like").fill("By both of our Year 9 classes.")
    hugo.get_by_role("button", name=re.compile("^Yes")).click()
    expect(hugo.locator("#messages")).to_contain_text("Thank you.")
    ada.reload()
    expect(ada.get_by_text("By both of our Year 9 classes.")).to_be_visible()
