"""The curriculum map on paper: one sheet, across, with what the demo has in three years; and with the keyboard."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE


@pytest.fixture
def on_the_map(person, shared_server):
    """`on_the_map(down)`: Ben looks at all the years of the demo."""

    def open_map(down, **options):
        page = person(shared_server, "ben", **options)
        page.goto(f"{shared_server.url}/hill/topics/map/?down={down}")
        years = page.locator("#filter-first option").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
        page.goto(f"{shared_server.url}/hill/topics/map/?down={down}&first={years[0]}&last={years[-1]}")
        return page

    return open_map


@pytest.mark.parametrize("down", ["departments", "years"])
def test_the_map_of_three_years_is_printed_on_one_sheet_across(on_the_map, down):
    page = on_the_map(down)
    assert page.locator(".map thead th[scope=colgroup]").count() == 3
    [sheet] = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert sheet.mediabox.width > sheet.mediabox.height
    words = sheet.extract_text()
    assert [word for word in ("Curriculum map", "Planned together", "Term 4", "1 of 1") if word not in words] == []
    assert re.search(r"Hill School · \d{4} to \d{4} · printed on \d{1,2} \w+ \d{4}", words)
    last_row = page.locator(".map tbody th").last.inner_text()
    assert last_row.split()[0] in words


def test_the_style_of_the_map_turns_no_other_page_across(on_the_map, shared_server):
    page = on_the_map("departments")
    page.goto(f"{shared_server.url}/hill/people/")
    [sheet, *_] = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert sheet.mediabox.height > sheet.mediabox.width


def test_the_frame_of_the_map_scrolls_by_keyboard_and_the_page_does_not_sideways(on_the_map):
    page = on_the_map("departments")
    frame = page.get_by_role("region", name="Curriculum map")
    expect(frame).to_be_visible()
    frame.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(frame).not_to_have_js_property("scrollLeft", 0)
    first_column = page.locator(".map tbody th").first.bounding_box()
    assert first_column["x"] - frame.bounding_box()["x"] < 2, "the first column stays in sight"
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_on_a_phone_the_map_is_read_down_the_page_and_every_cell_says_its_term(on_the_map):
    page = on_the_map("departments", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    cells = page.locator(".map tbody tr").first.locator("td")
    said = cells.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content.replaceAll('\"', ''))")
    assert said[:2] == ["Term 1, 2025", "Term 2, 2025"]
    heads = page.locator(".map tbody th").evaluate_all("all => all.map(one => one.offsetWidth)")
    assert len(set(heads)) == 1, "the first one too is as wide as its card"
    outside = """all => all.filter(one => {
        const {left, right} = one.getBoundingClientRect();
        return left < 0 || right > innerWidth;
    }).map(one => one.textContent)"""
    assert page.locator(".map tbody :is(a, td, th)").evaluate_all(outside) == []


def test_what_has_the_focus_on_the_map_is_not_hidden_by_the_heads_that_stay(on_the_map):
    page = on_the_map("departments")
    page.locator(".map-frame").evaluate("frame => { frame.style.maxHeight = '20rem'; frame.style.width = '40rem'; }")
    links = page.locator(".map tbody a")
    links.last.focus()
    links.first.focus()
    for number in (0, 7, 1):
        links.nth(number).focus()
        assert links.nth(number).evaluate("""link => {
            const {left, top} = link.getBoundingClientRect();
            return link.contains(document.elementFromPoint(left + 3, top + 3));
        }""")
