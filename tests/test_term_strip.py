"""The term strip: all boxes against the weeks of a term, what waits beside it, and what it costs."""

import itertools
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from collab.models import Term
from resources.bookings import strip
from resources.bookings.actions import cancel_booking
from resources.bookings.days import Span
from resources.boxes.actions import retire_box
from resources.models import BoxBooking, ResourceBox
from tests.cast import NOW, TODAY
from tests.lending import MONDAY, comes_back, goes_out, lend, make_box

FRIDAY = MONDAY + timedelta(days=4)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def at_half_past_noon(monkeypatch):
    """It is the Wednesday of the cast, in week 6 of term 4."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def box(hill):
    return make_box(hill.ada, "Volcanoes")


def url(**query):
    return reverse("bookings", kwargs={"school_slug": "hill"}, query=query)


def columns(term, next_term=None):
    return [(week.number, week.first, week.until) for week in strip.weeks_of(term, next_term)]


def cells(hill, box, today=TODAY):
    """What the weeks of term 4 hold of a box: number of the week → borrowers, free days, or nothing."""
    weeks = strip.weeks_of(hill.term)
    loans = strip.loans_of(boxes=[box], weeks=weeks, today=today, school=hill.school)[box.pk]
    return {
        cell.week.number: (cell.weeks, [loan.borrower for loan in cell.loans]) if cell.loans else cell.free
        for cell in strip.cells_of(box, weeks, loans, today)
    }


def text_of(html):
    """What a screen reader gets of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def row(client, name, **query):
    """The cells of one box on the page, as texts."""
    html = client.get(url(**query)).text
    line = next(line for line in re.findall(r"<tr>.*?</tr>", html, re.S) if f">{name}<" in line)
    return [text_of(cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", line, re.S)]


# --- The weeks -------------------------------------------------------------------------------------------


def test_every_day_from_the_first_one_on_lies_in_one_week(hill):
    weeks = strip.weeks_of(hill.terms[0], hill.terms[1])
    assert (weeks[0].number, weeks[0].first) == (1, date(2026, 1, 27))
    gaps = {later.first - earlier.until for earlier, later in itertools.pairwise(weeks)}
    assert gaps == {timedelta(days=1)}
    assert weeks[-1].until == hill.terms[1].starts_on - timedelta(days=1)


def test_a_half_term_is_counted_to_the_week_before_it(hill):
    term = Term(
        starts_on=date(2026, 9, 7),
        ends_on=date(2026, 10, 2),
        half_term_starts_on=date(2026, 9, 21),
        half_term_ends_on=date(2026, 9, 25),
    )
    assert columns(term) == [
        (1, date(2026, 9, 7), date(2026, 9, 13)),
        (2, date(2026, 9, 14), date(2026, 9, 27)),
        (3, date(2026, 9, 28), date(2026, 10, 2)),
    ]
    assert [week.is_after_break for week in strip.weeks_of(term)] == [False, False, True]


def test_a_semester_is_shown_in_two_parts(hill, as_ada, box):
    Term.objects.filter(school=hill.school).delete()
    semester = Term.objects.create(
        school=hill.school, name="Semester 2", year="2026", starts_on=date(2026, 7, 20), ends_on=date(2026, 12, 18)
    )
    parts = strip.parts_of(strip.weeks_of(semester))
    assert [len(part) for part in parts] == [11, 11]
    page = as_ada.get(url())
    assert [(label, is_current) for label, _, is_current in page.context["parts"]] == [
        ("Weeks 1–11", False),
        ("Weeks 12–22", True),
    ]
    assert len(as_ada.get(url(part="1")).context["weeks"]) == 11


# --- What a week holds -----------------------------------------------------------------------------------


def test_a_loan_of_three_weeks_is_one_cell(hill, box):
    lend(box, hill.ben, MONDAY, MONDAY + 2 * WEEK, by=hill.ada)
    held = cells(hill, box)
    assert held[7] == (3, ["Ben Okafor"])
    assert (8 in held, 9 in held, 10 in held) == (False, False, True)


def test_two_loans_of_one_week_stand_in_it_together(hill, box):
    lend(box, hill.ben, MONDAY, MONDAY, by=hill.ada)
    lend(box, hill.cleo, FRIDAY, FRIDAY + WEEK, by=hill.ada)
    assert cells(hill, box)[7] == (1, ["Ben Okafor", "Cleo Tanaka"])
    assert cells(hill, box)[8] == (1, ["Cleo Tanaka"])


def test_a_loan_over_a_weekend_stands_in_both_weeks_and_one_of_a_weekend_in_its_own(hill, box):
    lend(box, hill.ben, FRIDAY, MONDAY + WEEK, by=hill.ada)
    assert cells(hill, box)[7] == (2, ["Ben Okafor"])
    other = make_box(hill.ada, "Rocks")
    lend(other, hill.ben, FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2), by=hill.ada)
    assert cells(hill, other)[7] == (1, ["Ben Okafor"])


def test_a_loan_of_the_holidays_stands_in_the_last_week_of_the_term(hill, as_ada, box):
    Term.objects.create(
        school=hill.school, name="Term 1", year="2027", starts_on=date(2027, 1, 27), ends_on=date(2027, 4, 1)
    )
    lend(box, hill.ben, date(2026, 12, 28), date(2027, 1, 4), by=hill.ada)
    assert row(as_ada, "Volcanoes")[-1] == "Ben Okafor 28 Dec – 4 Jan, confirmed"


def test_free_days_are_the_longest_run_of_school_days_that_is_free(hill, box):
    lend(box, hill.ben, MONDAY + timedelta(days=7), MONDAY + timedelta(days=7), by=hill.ada)
    assert cells(hill, box)[7] == Span(MONDAY, FRIDAY)
    long = make_box(hill.ada, "Rocks", lead_days=3, turn_round_days=2)
    lend(long, hill.ben, MONDAY + timedelta(days=7), MONDAY + timedelta(days=11), by=hill.ada)
    assert cells(hill, long)[7] == Span(MONDAY, MONDAY + timedelta(days=1))
    assert cells(hill, long)[9] == Span(MONDAY + timedelta(days=17), MONDAY + timedelta(days=18))


def test_a_week_that_a_loan_keeps_free_is_not_offered(hill):
    box = make_box(hill.ada, "Rocks", lead_days=10)
    lend(box, hill.ben, MONDAY + 2 * WEEK, FRIDAY + 2 * WEEK, by=hill.ada)
    assert cells(hill, box)[8] is None


def test_this_week_is_free_from_today_on_and_weeks_before_it_are_over(hill, box):
    held = cells(hill, box)
    assert held[6] == Span(TODAY, TODAY + timedelta(days=2))
    assert held[5] is None


def test_a_box_that_is_late_is_held_until_it_is_back(hill, box):
    booking = lend(box, hill.ben, TODAY, TODAY, by=hill.ada)
    goes_out(booking, by=hill.ada)
    assert cells(hill, box, today=MONDAY + timedelta(days=1))[6] == (2, ["Ben Okafor"])


def test_a_box_that_is_back_early_is_free_from_then_on(hill, box):
    booking = lend(box, hill.ben, TODAY, FRIDAY, by=hill.ada)
    goes_out(booking, by=hill.ada)
    comes_back(booking, by=hill.ada)
    assert cells(hill, box)[6] == (1, ["Ben Okafor"])
    assert cells(hill, box)[7] == Span(MONDAY, FRIDAY)


def test_what_was_cancelled_is_not_on_the_strip(hill, box):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)
    cancel_booking(booking=booking, why="", by=hill.ben, now=NOW)
    assert cells(hill, box)[7] == Span(MONDAY, FRIDAY)


# --- The page --------------------------------------------------------------------------------------------


def test_each_cell_says_in_words_what_it_holds(as_ada, hill, box):
    lend(box, hill.ben, MONDAY, FRIDAY + WEEK, by=hill.ben)
    assert row(as_ada, "Volcanoes") == [
        "Volcanoes Resource box",
        "not lent",
        "not lent",
        "not lent",
        "not lent",
        "not lent",
        "Free, book Week 6 , 18 – 20 Nov",
        "Ben Okafor 23 Nov – 4 Dec, requested",
        "Free, book Week 9 , 7 – 11 Dec",
        "Free, book Week 10 , 14 – 17 Dec",
    ]


def test_who_may_not_book_reads_what_is_free(as_lena, box):
    assert row(as_lena, "Volcanoes")[6] == "Week 6 free"
    assert "/book/" not in as_lena.get(url()).text


def test_a_free_week_leads_to_its_days_and_keeps_the_topic(as_ben, box):
    page = as_ben.get(url(request="7")).text
    book = reverse("booking_add", kwargs={"school_slug": "hill", "box_id": box.pk})
    assert f'href="{book}?from=2026-11-23&amp;until=2026-11-27&amp;request=7"' in page


def test_the_strip_is_a_table_with_heads(as_ada, box):
    html = as_ada.get(url()).text
    heads = [text_of(head) for head in re.findall(r'<th scope="col".*?</th>', html, re.S)]
    assert heads[:3] == ["Box", "Week 1 12 Oct", "Week 2 19 Oct"]
    assert re.findall(r'aria-current="date"[^>]*>(.*?)</th>', html, re.S)[0].startswith(
        '<span class="visually-hidden">Week </span>6'
    )
    assert 'scope="row"' in html


def test_hostile_names_are_text_on_the_strip(as_ada, hill):
    box = make_box(hill.ada, "<script>alert(1)</script>", place="<b>")
    hill.ben.name = "<img src=x>"
    hill.ben.save()
    lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    html = as_ada.get(url()).text
    for tag in ("<script>alert", "<b>", "<img"):
        assert tag not in html


def test_boxes_are_found_by_words_and_kind_and_retired_ones_are_gone(as_ada, hill, box):
    make_box(hill.ada, "Rocks", kind="class_set")
    retire_box(box=make_box(hill.ada, "Old"), by=hill.ada, now=NOW)

    def names(**query):
        return [one.name for one in as_ada.get(url(**query)).context["found"].rows]

    assert names() == ["Rocks", "Volcanoes"]
    assert names(q="volc") == ["Volcanoes"]
    assert names(kind="class_set") == ["Rocks"]
    assert names(q="none", kind="x", term="²", part="99", page="-1", request="x") == []
    assert "No box found" in as_ada.get(url(q="none")).text


def test_another_term_is_shown_when_it_is_asked_for(as_ada, hill, box):
    assert as_ada.get(url()).context["term"] == hill.term
    assert as_ada.get(url(term=hill.terms[2].pk)).context["term"] == hill.terms[2]
    assert as_ada.get(url(term="999999")).context["term"] == hill.term


def test_without_terms_or_boxes_the_page_teaches(as_ada, hill):
    assert "No boxes yet" in as_ada.get(url()).text
    Term.objects.filter(school=hill.school).delete()
    assert "No terms yet" in as_ada.get(url()).text


# --- What waits ------------------------------------------------------------------------------------------


def test_what_waits_for_the_librarian_stands_first(as_ada, hill):
    asked, out_today, out_soon, due, late = (make_box(hill.ada, name) for name in ("A", "B", "C", "D", "E"))
    lend(asked, hill.ben, MONDAY, FRIDAY, by=hill.ben)
    lend(out_today, hill.ben, TODAY, FRIDAY, by=hill.ada)
    lend(out_soon, hill.cleo, FRIDAY - WEEK, FRIDAY, by=hill.ada, place="Room 4")
    lend(make_box(hill.ada, "F"), hill.ben, MONDAY, FRIDAY, by=hill.ada)
    goes_out(lend(due, hill.ben, TODAY, TODAY, by=hill.ada), by=hill.ada)
    earlier = NOW - WEEK
    day = TODAY - WEEK
    goes_out(lend(late, hill.hugo, day, day, by=hill.ada, now=earlier), by=hill.ada, now=earlier)
    groups = as_ada.get(url()).context["waiting"]
    assert [
        (group.title, [(line.booking.box.name, line.about, line.does) for line in group.lines]) for group in groups
    ] == [
        ("Overdue", [("E", "Hugo Lindqvist, 7 days overdue", "take_back")]),
        (
            "To hand out this week",
            [("B", "Ben Okafor, from today", "hand_out"), ("C", "Cleo Tanaka, from Fri 20 Nov, Room 4", "hand_out")],
        ),
        ("Asked for", [("A", "Ben Okafor, 23 – 27 Nov 2026 (Term 4, week 7)", "confirm")]),
        ("Due back this week", [("D", "Ben Okafor, until today", "take_back")]),
    ]


def test_a_request_is_confirmed_on_the_list(as_ada, hill, box):
    booking = lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)
    about = {"school_slug": "hill", "booking_id": booking.pk}
    assert as_ada.post(reverse("booking_confirm", kwargs=about), {"back": "list"}).url == url()
    booking.refresh_from_db()
    assert booking.state == "confirmed"


def test_a_teacher_sees_their_own_loans_first_and_none_of_the_work(as_ben, hill, box):
    lend(box, hill.cleo, MONDAY, FRIDAY, by=hill.ada)
    lend(make_box(hill.ada, "Rocks"), hill.ben, MONDAY, FRIDAY, by=hill.ben)
    gone = lend(make_box(hill.ada, "Poems"), hill.ben, MONDAY, FRIDAY, by=hill.ben)
    cancel_booking(booking=gone, why="Lost", by=hill.ada, now=NOW)
    page = as_ben.get(url())
    assert [(own.booking.box.name, own.words, own.why_not) for own in page.context["own"]] == [
        ("Rocks", "Requested", ""),
        ("Poems", "Declined", "Lost"),
    ]
    assert "<q>Lost</q>" in page.text
    assert page.context["waiting"] == []
    assert "Cleo Tanaka" in page.text


def test_the_strip_costs_the_same_with_one_box_and_with_three(as_ada, hill, django_assert_num_queries):
    def fill(names):
        for name in names:
            box = make_box(hill.ada, name)
            lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ben)
            goes_out(lend(box, hill.cleo, TODAY, TODAY, by=hill.ada), by=hill.ada)

    fill(["One"])
    as_ada.get(url())
    with django_assert_num_queries(8):
        as_ada.get(url())
    fill(["Two", "Three"])
    with django_assert_num_queries(8):
        as_ada.get(url())


def test_boxes_of_more_than_a_page_are_paged(as_ada, hill):
    ResourceBox.objects.bulk_create(
        ResourceBox(school=hill.school, name=f"Box {number:02}", created_at=NOW, created_by=hill.ada)
        for number in range(strip.BOXES_AT_ONCE + 1)
    )
    first, second = (as_ada.get(url(page=str(number))).context["found"] for number in (1, 2))
    assert (len(first.rows), first.has_next, [one.name for one in second.rows]) == (
        strip.BOXES_AT_ONCE,
        True,
        ["Box 40"],
    )


def test_a_stranger_sees_nothing_of_the_strip(as_nils, hill, box):
    lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada)
    assert as_nils.get(url()).status_code == 404
    own = as_nils.get(reverse("bookings", kwargs={"school_slug": "vale"}))
    assert (own.status_code, "Volcanoes" in own.text) == (200, False)
    assert BoxBooking.objects.visible_to(as_nils.member).count() == 0
