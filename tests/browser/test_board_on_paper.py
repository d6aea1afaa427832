"""The term board on paper: whose it is, of which term and day, and on each sheet which of how many it is."""

import io
import re

from pypdf import PdfReader


def printed(page):
    """The words of each sheet."""
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]


def test_a_printed_board_says_school_term_and_day_and_numbers_its_sheets(person, shared_server):
    page = person(shared_server, "lena")
    page.goto(f"{shared_server.url}/hill/topics/board/")
    first, *more = printed(page)
    assert re.search(r"Hill School · Term \d, \d{4} · printed on \d{1,2} \w+ \d{4}", first)
    last = len(more) + 1
    assert [number for number, words in enumerate((first, *more), 1) if f"{number} of {last}" not in words] == []
    assert ("Clear filters" in first, "narrowed" in first) == (False, False)


def test_a_board_that_was_narrowed_says_so_on_paper(person, shared_server):
    page = person(shared_server, "lena")
    page.goto(f"{shared_server.url}/hill/topics/board/?nothing=1")
    [sheet] = printed(page)
    assert ("narrowed by filters" in sheet, "Clear filters" in sheet) == (True, False)
