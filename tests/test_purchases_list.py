"""The list of suggestions: who sees which, how it is narrowed and ordered, what it costs, and the download."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook

from resources.purchases.filters import Asked
from resources.purchases.listing import seen_as_asked
from tests.cast import NOW
from tests.suggestions import ask, bring_to, say, suggest, topic

PART = {"HX-Request": "true", "HX-Target": "found"}


def url(name="purchases", **query):
    return reverse(name, kwargs={"school_slug": "hill"}, query=query)


def titles(client, **query):
    """The titles that the list shows, in order."""
    asked = Asked.read({name: str(value) for name, value in query.items()})
    found = [
        one.title for one in seen_as_asked(member=client.member, asked=asked, today=client.member.school.day_of(now()))
    ]
    page = client.get(url(**query)).content.decode()
    assert page.count('<th scope="row" dir="auto">') == len(found)
    assert all(f">{name}</a>" in page for name in found)
    return found


@pytest.fixture
def three(hill):
    """Atlas (Ben, humanities, for Rivers, $30), Bones (Cleo, science, $90, accepted), Chess (Lena, none, declined)."""
    atlas = suggest(hill, "Atlas", request=topic(hill), price=Decimal(30), why="For the river unit")
    bones = suggest(
        hill, "Bones", by=hill.cleo, department=hill.science, price=Decimal(90), now=NOW + timedelta(days=1)
    )
    chess = suggest(hill, "Chess", by=hill.lena, department=None, now=NOW + timedelta(days=2))
    bring_to(hill, bones, "accepted")
    bring_to(hill, chess, "declined")
    return atlas, bones, chess


def test_librarians_and_leaders_see_all_others_their_own_and_what_they_are_asked_about(
    three, hill, as_ada, as_lena, as_ben, as_hugo, as_omar
):
    assert titles(as_ada) == titles(as_lena) == ["Chess", "Bones", "Atlas"]
    assert (titles(as_ben), titles(as_hugo), titles(as_omar)) == (["Atlas"], ["Atlas"], [])
    ask(hill, three[0], of=hill.omar)
    assert titles(as_omar) == ["Atlas"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "atl"}, ["Atlas"]),
        ({"q": "RIVER unit"}, ["Atlas"]),
        ({"q": "!!"}, []),
        ({"state": "standing"}, ["Bones", "Atlas"]),
        ({"state": "declined"}, ["Chess"]),
        ({"department": "0"}, ["Chess"]),
        ({"sort": "title"}, ["Atlas", "Bones", "Chess"]),
        ({"sort": "price"}, ["Bones", "Atlas", "Chess"]),
        ({"state": "x", "sort": "x", "department": "9" * 40, "term": "²", "page": "-1"}, ["Chess", "Bones", "Atlas"]),
    ],
)
def test_the_list_is_narrowed_and_ordered_as_asked(three, as_ada, query, expected):
    assert titles(as_ada, **query) == expected


def test_the_list_is_narrowed_by_department_and_by_the_term_of_the_topic(three, hill, as_ada):
    assert titles(as_ada, department=hill.science.pk) == ["Bones"]
    assert titles(as_ada, term=hill.term.pk) == ["Atlas"]
    assert titles(as_ada, term=hill.terms[0].pk) == []


def test_a_row_says_for_what_by_whom_and_what_was_advised(hill, as_ada):
    two_days_ago = NOW - timedelta(days=2)
    about = {"request": topic(hill), "price": Decimal(30), "quantity": 2, "creator": "Mercator"}
    purchase = suggest(hill, "Atlas", now=two_days_ago, **about)
    say(ask(hill, purchase), "unsure")
    ask(hill, purchase, of=hill.cleo)
    page = as_ada.get(url()).content.decode()
    for words in (
        "Mercator · Humanities",
        "Rivers, Term 4, 2026",
        "Hugo: unsure, Cleo is asked",
        "2 × $30.00",
        "Ben Okafor, 16 Nov 2026",
        "Advised</span><br><small>18\xa0Nov\xa02026</small>",
    ):
        assert words in page


def test_a_number_without_a_price_is_no_price(hill, as_ada):
    suggest(hill, "Atlas", quantity=3)
    assert 'data-label="Price">3 ×</td>' in as_ada.get(url()).content.decode()


def test_what_people_typed_is_text_and_not_markup(hill, as_ada):
    suggest(hill, "<script>alert(1)</script>", creator="<b>", request=topic(hill, "<i>topic"))
    page = as_ada.get(url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert [raw in page for raw in ("<script>alert", "<b>", "<i>topic")] == [False, False, False]


def test_orders_of_more_than_thirty_days_ago_are_listed_on_their_own(hill, as_ada):
    long_ago = {"now": now() - timedelta(days=31)}
    bring_to(hill, suggest(hill, "Late", **long_ago), "ordered", **long_ago)
    bring_to(hill, suggest(hill, "Arrived", **long_ago), "available", **long_ago)
    bring_to(hill, suggest(hill, "Lately"), "ordered", now=now() - timedelta(days=29))
    assert titles(as_ada, state="late") == ["Late"]
    [row] = table(as_ada.get(url("purchases_download", state="late")).getvalue())[1:]
    assert (row[0], row[-1]) == ("Late", hill.school.day_of(long_ago["now"]).isoformat())


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_twelve_queries_whatever_it_holds(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        ask(hill, suggest(hill, f"Title {index}", request=topic(hill, f"Topic {index}"), price=Decimal(10)))
    with django_assert_num_queries(12):
        page = as_ada.get(url()).content.decode()
    assert page.count('<th scope="row" dir="auto">') == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_download_costs_four_queries_whatever_it_holds(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        ask(hill, suggest(hill, f"Title {index}"))
    with django_assert_num_queries(4):
        content = as_ada.get(url("purchases_download")).getvalue()
    assert len(content.decode().strip().splitlines()) == number + 1


def test_a_long_list_is_paged(hill, as_ada):
    for index in range(53):
        suggest(hill, f"Title {index:02}")
    first = as_ada.get(url(sort="title")).content.decode()
    assert (first.count('<th scope="row" dir'), "53 suggestions" in first, "page=2" in first) == (50, True, True)
    second = as_ada.get(url(sort="title", page=2)).content.decode()
    assert (second.count('<th scope="row" dir'), "Title 50" in second) == (3, True)
    assert "The list has fewer pages than that." in as_ada.get(url(page=9)).content.decode()


def test_htmx_gets_the_part_alone_and_others_the_page(three, as_ada, django_assert_num_queries):
    page = as_ada.get(url(q="atl")).content.decode()
    with django_assert_num_queries(5):
        part = as_ada.get(url(q="atl"), headers=PART)
    html = part.content.decode().partition('<span id="filters-set"')[0].strip()
    assert (html.startswith('<div id="found">'), html in page) == (True, True)
    assert part["HX-Push-Url"] == "/hill/library/purchases/?q=atl"


def test_an_empty_list_teaches_and_an_empty_search_can_be_undone(hill, as_ada, as_ben):
    for client in (as_ada, as_ben):
        page = client.get(url()).content.decode()
        assert ("No suggestions yet" in page, url("purchase_add") in page) == (True, True)
    page = as_ada.get(url(q="volcano")).content.decode()
    assert ("Nothing found" in page, "Show all suggestions" in page) == (True, True)


def test_what_hugo_is_asked_stands_above_the_list(hill, as_hugo, as_ben):
    advice = ask(hill, suggest(hill, "Atlas"))
    page = as_hugo.get(url()).content.decode()
    assert ("You are asked" in page, advice.get_absolute_url() in page) == (True, True)
    assert "You are asked" not in as_ben.get(url()).content.decode()


def table(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_download_holds_what_is_on_screen_and_more(three, hill, as_ada):
    say(ask(hill, three[0]), "yes", "Two classes")
    header, row = table(as_ada.get(url("purchases_download", q="atlas")).getvalue())
    assert dict(zip(header, row, strict=True)) == {
        "Title": "Atlas",
        "Author or maker": "",
        "ISBN": "",
        "Link": "",
        "Why": "For the river unit",
        "State": "Advised",
        "Declined because": "",
        "Number": "1",
        "Price of one": "30.00",
        "Price of all": "30.00",
        "Currency": "AUD",
        "Department": "Humanities",
        "Topic": "Rivers",
        "Teacher of the topic": "Ben Okafor",
        "Term of the topic": "Term 4, 2026",
        "Advice": "Hugo Lindqvist: yes (Two classes)",
        "Suggested by": "Ben Okafor",
        "Suggested on": "2026-11-18",
        "Ordered on": "",
    }


def test_the_download_says_why_something_was_declined(three, as_ada):
    header, row = table(as_ada.get(url("purchases_download", state="declined")).getvalue())
    assert dict(zip(header, row, strict=True))["Declined because"] == "Too dear"


def test_the_download_as_xlsx_has_the_same_rows_in_the_same_order(three, as_ada):
    book = load_workbook(io.BytesIO(as_ada.get(url("purchases_download", format="xlsx", sort="title")).getvalue()))
    assert [row[0].value for row in book.active.iter_rows()] == ["Title", "Atlas", "Bones", "Chess"]


def test_a_title_that_begins_a_formula_is_neutral_in_the_download(hill, as_ada):
    suggest(hill, "=1+1")
    assert table(as_ada.get(url("purchases_download")).getvalue())[1][0] == "'=1+1"


def test_a_download_holds_nothing_that_the_reader_may_not_see(three, as_ben, as_nils):
    assert [row[0] for row in table(as_ben.get(url("purchases_download")).getvalue())[1:]] == ["Atlas"]
    assert as_nils.get(url("purchases_download")).status_code == 404
