"""The bar above lists: how many filters are set stands on the button that a phone has for them, and stays true."""

import re

import pytest
from django.template import engines
from django.urls import reverse

PART = {"HX-Request": "true", "HX-Target": "found"}
NARROWED = {
    "people": {"role": "librarian"},
    "plans": {"mine": "1"},
    "catalogue": {"kind": "book"},
    "boxes": {"kind": "class_set"},
    "resource_lists": {"public": "1"},
    "purchases": {"state": "asked"},
    "topic_board": {"help": "display"},
}
SET = re.compile(
    r'<span id="filters-set"( hx-swap-oob="true")?>(?:\((\d)<span class="visually-hidden"> set</span>\))?<'
)


def bar(filters, rarer=0):
    source = "{% filter_fold filters %}{% filter_more rarer %}<i>rare</i>{% endfilter_more %}{% endfilter_fold %}"
    return engines["django"].from_string(source).render({"filters": filters, "rarer": rarer})


def test_what_is_searched_for_is_no_filter_that_is_set():
    assert SET.findall(bar({"q": "river"})) == [("", "")]
    assert SET.findall(bar({"q": "river", "kind": "book", "term": 4})) == [("", "2")]


def test_the_fields_come_after_what_unfolds_them_and_are_sent_while_they_are_folded():
    html = bar({})
    fold, _, fields = html.partition("</details>")
    assert ("Filters" in fold, "<i>rare</i>" in fold, "<i>rare</i>" in fields) == (True, False, True)
    assert "disabled" not in html


@pytest.mark.parametrize(("rarer", "words"), [(0, "More filters</summary>"), (2, "More filters (2 set)</summary>")])
def test_the_rarer_filters_stand_open_where_one_of_them_is_set(rarer, words):
    html = bar({}, rarer)
    assert (words in html, '<details class="filter-more" open>' in html) == (True, bool(rarer))


@pytest.mark.parametrize("name", NARROWED)
def test_a_narrowed_list_says_how_many_filters_are_set_also_where_only_the_list_is_sent(name, hill, as_ada):
    address = reverse(name, kwargs={"school_slug": "hill"})
    page = as_ada.get(address, NARROWED[name]).content.decode()
    part = as_ada.get(address, NARROWED[name], headers=PART).content.decode()
    all_of_it = as_ada.get(address, headers=PART).content.decode()
    assert [SET.findall(html) for html in (page, part, all_of_it)] == [
        [("", "1")],
        [(' hx-swap-oob="true"', "1")],
        [(' hx-swap-oob="true"', "")],
    ]
