"""Booking a box begins with what is known already: the topic that it stands behind, and the weeks of school."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from resources.models import BoxBooking
from resources.topics.actions import ask_topics, move_request
from tests.cast import NOW
from tests.lending import MONDAY, lend, make_box

FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def at_half_past_noon(monkeypatch):
    """It is the Wednesday of the cast, in week 6 of Term 4."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def box(hill):
    return make_box(hill.ada, "Volcanoes")


def ask(hill, box, topic="Volcanoes", *, teacher=None, first_week=7, last_week=8):
    """A topic of a teacher, Ben where nobody is named, that the box stands behind."""
    topic = {"topic": topic, "first_week": first_week, "last_week": last_week}
    teacher = teacher or hill.ben
    [made] = ask_topics(teacher=teacher, term=hill.term, topics=[topic], by=teacher, now=NOW)
    box.requests.add(made)
    return made


def page_of(client, box, query=""):
    return client.get(reverse("booking_add", kwargs={"school_slug": "hill", "box_id": box.pk}) + query)


def sent_to(client, box, **values):
    return client.post(reverse("booking_add", kwargs={"school_slug": "hill", "box_id": box.pk}), values)


# --- The topic -------------------------------------------------------------------------------------------


def test_a_box_that_stands_behind_one_topic_begins_with_it(as_ada, as_ben, hill, box):
    asked = ask(hill, box)
    begins = {"starts_on": date(2026, 11, 23), "ends_on": date(2026, 12, 4), "request": asked.pk}
    page = page_of(as_ada, box)
    assert page.context["form"].initial == begins | {"borrower": hill.ben.pk}
    assert "“Volcanoes”: Ben Okafor, Term 4, weeks 7–8" in page.text
    page = page_of(as_ben, box)
    assert page.context["form"].initial == begins
    assert "“Volcanoes”: Term 4, weeks 7–8" in page.text


def test_of_several_topics_each_is_one_tap(as_ada, hill, box):
    bens = ask(hill, box)
    cleos = ask(hill, box, "Poems", teacher=hill.cleo, first_week=9, last_week=9)
    page = page_of(as_ada, box)
    assert page.context["form"].initial == {}
    assert page.context["topic"].offered == (
        (bens.pk, "“Volcanoes”: Ben Okafor, Term 4, weeks 7–8"),
        (cleos.pk, "“Poems”: Cleo Tanaka, Term 4, week 9"),
    )
    assert f'href="?request={cleos.pk}"' in page.text
    assert page_of(as_ada, box, f"?request={cleos.pk}").context["form"].initial["borrower"] == hill.cleo.pk


def test_a_teacher_begins_with_their_own_of_several_topics_and_with_nobody_elses(as_ben, as_hugo, hill, box):
    bens = ask(hill, box)
    ask(hill, box, "Poems", teacher=hill.cleo)
    assert page_of(as_ben, box).context["form"].initial["request"] == bens.pk
    page = page_of(as_hugo, box)
    assert (page.context["form"].initial, page.context["topic"].offered) == ({}, ())


def test_a_topic_that_has_its_box_booked_or_is_over_is_not_begun_with(as_ada, hill, box):
    lend(box, hill.ben, MONDAY, FRIDAY, by=hill.ada, request=ask(hill, box))
    withdrawn = ask(hill, box, "Lava")
    move_request(topic_request=withdrawn, to="withdrawn", by=hill.ben, now=NOW)
    page = page_of(as_ada, box)
    assert (page.context["form"].initial, page.context["topic"].offered) == ({}, ())


def test_of_weeks_that_have_begun_the_days_to_come_are_taken(as_ada, hill, box):
    ask(hill, box, first_week=5, last_week=7)
    initial = page_of(as_ada, box).context["form"].initial
    assert (initial["starts_on"], initial["ends_on"]) == (date(2026, 11, 18), date(2026, 11, 27))


def test_days_of_the_address_go_before_those_of_a_topic(as_ada, hill, box):
    asked = ask(hill, box)
    within = page_of(as_ada, box, "?from=2026-11-30&until=2026-12-04").context["form"].initial
    assert within == {
        "starts_on": date(2026, 11, 30),
        "ends_on": date(2026, 12, 4),
        "borrower": hill.ben.pk,
        "request": asked.pk,
    }
    elsewhen = page_of(as_ada, box, "?from=2026-12-14&until=2026-12-18").context
    assert elsewhen["form"].initial == {"starts_on": date(2026, 12, 14), "ends_on": date(2026, 12, 18)}
    assert [key for key, _ in elsewhen["topic"].offered] == [asked.pk]


def test_the_page_costs_the_same_with_one_topic_and_with_three(as_ada, hill, box, django_assert_num_queries):
    ask(hill, box)
    page_of(as_ada, box)
    with django_assert_num_queries(9):
        page_of(as_ada, box)
    ask(hill, box, "Lava")
    ask(hill, box, "Ash")
    with django_assert_num_queries(9):
        page_of(as_ada, box)


# --- Weeks -----------------------------------------------------------------------------------------------


def test_the_weeks_to_come_can_be_chosen_term_by_term(as_ben, box):
    form = page_of(as_ben, box).context["form"]
    _, (term, firsts) = form.fields["first_week"].choices
    assert (term, firsts[:2], firsts[-1]) == (
        "Term 4, 2026",
        [("2026-11-16", "Term 4, week 6 (16 Nov)"), ("2026-11-23", "Term 4, week 7 (23 Nov)")],
        ("2026-12-14", "Term 4, week 10 (14 Dec)"),
    )
    _, (_, lasts) = form.fields["last_week"].choices
    assert lasts[:2] == [("2026-11-20", "Term 4, week 6 (20 Nov)"), ("2026-11-27", "Term 4, week 7 (27 Nov)")]


@pytest.mark.parametrize(("last_week", "ends_on"), [("2026-12-04", date(2026, 12, 4)), ("", date(2026, 11, 27))])
def test_weeks_are_the_days_of_the_loan(as_ben, box, last_week, ends_on):
    sent_to(as_ben, box, first_week="2026-11-23", last_week=last_week, starts_on="2026-12-07", ends_on="2026-12-08")
    booking = BoxBooking.objects.get()
    assert (booking.starts_on, booking.ends_on) == (date(2026, 11, 23), ends_on)


def test_a_form_that_comes_back_shows_the_days_of_its_weeks(as_ben, hill, box):
    lend(box, hill.hugo, MONDAY, FRIDAY, by=hill.ada)
    answer = sent_to(as_ben, box, first_week="2026-11-23", last_week="2026-11-27")
    form = answer.context["form"]
    assert (answer.status_code, form["starts_on"].value(), form["ends_on"].value(), form["first_week"].value()) == (
        409,
        "2026-11-23",
        "2026-11-27",
        "",
    )


@pytest.mark.parametrize(
    ("weeks", "errors"),
    [
        (("2026-11-30", "2026-11-27"), {"last_week": ["The last week comes before the first one."]}),
        (("", "2026-11-27"), {"first_week": ["From which week on?"]}),
        (("2026-11-24", ""), {"first_week": ["This is no week to come. Choose again."]}),
        (("²", "9" * 400), {name: ["This is no week to come. Choose again."] for name in ("first_week", "last_week")}),
    ],
)
def test_weeks_that_cannot_be_are_said_at_their_field(as_ben, box, weeks, errors):
    answer = sent_to(as_ben, box, first_week=weeks[0], last_week=weeks[1], note="For 6B & 6C")
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert "For 6B &amp; 6C" in answer.text


def test_other_days_in_one_tap_go_before_the_weeks(as_ben, hill, box):
    lend(box, hill.hugo, MONDAY, FRIDAY, by=hill.ada)
    sent_to(as_ben, box, first_week="2026-11-23", last_week="2026-11-27", instead="2026-12-07:2026-12-11")
    assert BoxBooking.objects.get(borrower=hill.ben).starts_on == date(2026, 12, 7)
