"""From asked to ready, lent and bought, counted by hand; and the rules of calls and of what stands behind a topic."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from collab.models import Member
from outreach.calls.answers import with_answers
from outreach.models import CallInvitation
from outreach.reports.asking import ask, ask_one, behind
from outreach.reports.figures.flow import BEHIND, CALLS, DAYS_TO_READY, FIGURES, REQUESTS
from outreach.reports.figures.lent import CONTACTS, LISTS, LOANS, PURCHASES, THINGS_LOST, THINGS_USED
from outreach.reports.periods import days
from outreach.reports.scopes import Three
from resources.behind.marks import IS_BARE, NAMES, marked
from resources.models import NothingThisTime, ResourceBox, TopicRequest
from resources.topics.actions import ask_topics, move_request
from tests.cast import NOW, TODAY
from tests.figure_schools import (
    counted,
    invite,
    make_contact,
    make_list,
    make_loan,
    make_purchase,
    make_topic,
    make_unit,
    moved,
    put_into,
    scope_of,
    term_of,
)
from tests.random_schools import make_school

A_DAY = timedelta(days=1)
ALL_DAYS = days(date(2020, 1, 1), date(2030, 1, 1))
at_random = settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def test_hill_school_counted_by_hand(hill):
    """Term 4 of 2026.

    Asked: Ben (a topic), Cleo (nothing this time, after a reminder), Hugo (no answer after two reminders): 3 times.
    Topics, both Ben's, a box wanted for each: Rivers, ready after 3 days, with a list behind it; Volcanoes, asked, with
    nothing behind it.
    Loans: back on time, back a day late, still out, and one that was only asked for: 3 went out. In the boxes that are
    back 2 things were used, 1 was not, of 1 nobody says; 2 copies are missing and 1 is damaged.
    Lists: one in a unit, one behind Rivers, one nowhere. Purchases: one asked for, two available.
    Conversations: three; one grew into Rivers, one into the unit.
    """
    wanted = {"help_wanted": ["resource_box"]}
    rivers = make_topic(hill, "Rivers", state="ready", created_at=NOW - 3 * A_DAY, **wanted)
    moved(rivers, "ready", NOW, was="asked")
    make_topic(hill, "Volcanoes", **wanted)
    invite(hill, hill.ben)
    invite(hill, hill.cleo, reminders=1)
    invite(hill, hill.hugo, reminders=2)
    said = {"school": hill.school, "said_at": NOW, "said_by": hill.cleo}
    NothingThisTime.objects.create(term=hill.term, teacher=hill.cleo, **said)
    make_loan(hill, {"was_used": True}, {"was_used": True, "missing": 2}, {"was_used": False}, returned_at=NOW)
    make_loan(hill, {"damaged": 1}, returned_at=NOW + A_DAY)
    make_loan(hill, {"was_used": None}, state="out")
    make_loan(hill, state="requested")
    unit = make_unit(hill, teachers=[hill.ben])
    put_into(unit, list=make_list(hill))
    make_list(hill, requests=[rivers])
    make_list(hill)
    for state in ("asked", "available", "available"):
        make_purchase(hill, state=state)
    for grown in ({}, {"topic_request": rivers}, {"plan": unit}):
        make_contact(hill, **grown)
    scope = scope_of(hill.school, term_of(hill.school, hill.term))
    assert {figure.key: counted(figure, scope) for figure in FIGURES} == {
        "calls": {
            ("Topics", "Not reminded"): 1,
            ("Nothing this time", "Reminded"): 1,
            ("No answer yet", "Reminded"): 1,
        },
        "requests": {"Asked": 1, "Ready": 1},
        "days_to_ready": {"From asked to ready": 3},
        "topics_behind": {"Nothing behind it yet": 1, "Something behind it": 1},
        "loans": {"Back on time": 1, "Back late": 1, "Still out": 1},
        "things_used": {"Used": 2, "Not used": 1, "Nobody has said": 1},
        "things_lost": {"Missing": 2, "Damaged": 1},
        "lists": {"In a unit plan": 1, "Behind a topic": 1, "Nowhere yet": 1},
        "purchases": {"Asked": 1, "Available": 2},
        "contacts": {"Stayed a conversation": 1, "Grew into a topic": 1, "Grew into a unit": 1},
    }
    wholes = {key: answer.whole.now for key, answer in ask(scope, FIGURES).items() if answer.whole}
    assert wholes == {
        "calls": 3,
        "requests": 2,
        "topics_behind": 2,
        "loans": 3,
        "things_used": 4,
        "things_lost": 3,
        "lists": 3,
        "purchases": 3,
        "contacts": 3,
    }


def test_where_nothing_flowed_nothing_is_said(hill):
    answers = ask(scope_of(hill.school), FIGURES)
    assert [key for key, answer in answers.items() if answer.parts] == []
    assert answers["days_to_ready"].of("ready") == Three(None, None, None)


def test_states_keep_the_order_in_which_they_follow_each_other(hill):
    for state in reversed(TopicRequest.State.values):
        make_topic(hill, state=state)
    parts = ask_one(scope_of(hill.school), REQUESTS).parts
    assert [part.label for part in parts] == TopicRequest.State.labels


# --- Topic calls ------------------------------------------------------------------------------------------------


def test_a_withdrawn_topic_is_no_answer_and_one_of_another_term_neither(hill):
    make_topic(hill, state="withdrawn")
    make_topic(hill, term=hill.terms[2])
    invite(hill, hill.ben)
    assert counted(CALLS, scope_of(hill.school)) == {("No answer yet", "Not reminded"): 1}


def test_a_call_belongs_to_the_term_in_which_people_were_asked_and_not_to_that_which_it_asks_about(hill):
    """Asked on 15 September, in term 3, about term 4; Ben answers in term 4."""
    invite(hill, hill.ben, at=datetime(2026, 9, 15, 3, tzinfo=UTC))
    make_topic(hill)
    of_term_3, of_term_4 = (scope_of(hill.school, term_of(hill.school, term)) for term in hill.terms[2:])
    assert (counted(CALLS, of_term_3), counted(CALLS, of_term_4)) == ({("Topics", "Not reminded"): 1}, {})


def test_who_left_was_asked_all_the_same(hill):
    invite(hill, hill.ben)
    Member.objects.filter(pk=hill.ben.pk).update(deactivated_at=NOW)
    assert counted(CALLS, scope_of(hill.school)) == {("No answer yet", "Not reminded"): 1}


@at_random
@given(chance=st.randoms(use_true_random=False))
def test_a_report_says_of_calls_what_the_page_of_the_call_says(db, chance):
    with transaction.atomic():
        made = make_school(chance)
        scope = scope_of(made.school, ALL_DAYS)
        on_their_pages = {
            invitation.pk: "topics" if invitation.has_topics else "nothing" if invitation.has_nothing else "open"
            for term in made.terms
            for invitation in with_answers(CallInvitation.objects.filter(call__term=term), term.pk)
        }
        in_the_report = {
            thing: part.part
            for part in ask_one(scope, CALLS).parts
            for thing, _ in behind(scope, CALLS, part.part, part.across)
        }
        assert in_the_report == on_their_pages
        transaction.set_rollback(True)


# --- From asked to ready ----------------------------------------------------------------------------------------


def test_the_median_of_the_days_and_not_their_mean_is_told(hill):
    """1, 2 and 9 days: the middle one is 2, the mean would be 4. Another topic is not ready yet."""
    for number in (1, 2, 9):
        moved(make_topic(hill, state="ready", created_at=NOW), "ready", NOW + number * A_DAY)
    make_topic(hill, state="preparing", created_at=NOW - 30 * A_DAY)
    answer = ask_one(scope_of(hill.school), DAYS_TO_READY)
    assert ([part.numbers for part in answer.parts], answer.whole) == ([Three(2, None, None)], None)


def test_of_two_topics_the_median_lies_between_them(hill):
    for number in (1, 2):
        moved(make_topic(hill, state="ready", created_at=NOW), "ready", NOW + number * A_DAY)
    assert counted(DAYS_TO_READY, scope_of(hill.school)) == {"From asked to ready": 1.5}


def test_the_first_time_that_a_topic_was_ready_counts(hill):
    topic = make_topic(hill, state="ready", created_at=NOW)
    for became, after in (("ready", 2), ("preparing", 3), ("ready", 8)):
        moved(topic, became, NOW + after * A_DAY)
    assert counted(DAYS_TO_READY, scope_of(hill.school)) == {"From asked to ready": 2}


def test_a_topic_that_was_withdrawn_waits_from_the_day_on_which_it_was_asked_again(hill):
    """Through the actions that people use: asked, withdrawn, asked again on the tenth day, ready on the twelfth."""
    [topic] = ask_topics(teacher=hill.ben, term=hill.term, topics=[{"topic": "Rivers"}], by=hill.ben, now=NOW)
    for to, after, by in (("withdrawn", 1, hill.ben), ("asked", 10, hill.ben), ("ready", 12, hill.ada)):
        move_request(topic_request=topic, to=to, by=by, now=NOW + after * A_DAY)
    assert counted(DAYS_TO_READY, scope_of(hill.school)) == {"From asked to ready": 2}


def test_days_are_those_of_the_schools_calendar_past_midnight_and_a_leap_day(hill):
    """In Auckland asked on 28 February 2024 at 23:30, ready on 1 March at 0:30: two days, the leap day between them."""
    hill.school.time_zone = "Pacific/Auckland"
    hill.school.save()
    topic = make_topic(hill, state="ready", created_at=datetime(2024, 2, 28, 10, 30, tzinfo=UTC))
    moved(topic, "ready", datetime(2024, 2, 29, 11, 30, tzinfo=UTC))
    assert counted(DAYS_TO_READY, scope_of(hill.school)) == {"From asked to ready": 2}


# --- What stands behind topics ----------------------------------------------------------------------------------


@at_random
@given(chance=st.randoms(use_true_random=False))
def test_a_report_says_of_topics_what_board_and_map_say(db, chance):
    """`resources.behind` has the rule in Python; what is bare there has nothing behind it here, and the other way."""
    with transaction.atomic():
        made = make_school(chance)
        scope = scope_of(made.school, ALL_DAYS)
        of_school = TopicRequest.objects.filter(school=made.school).standing()
        sql, parameters = marked(of_school, state="state", help_wanted="help_wanted")
        with connection.cursor() as cursor:
            any_mark = " OR ".join(NAMES)
            cursor.execute(f"SELECT pk, {IS_BARE}, {any_mark} FROM ({sql}) AS marked", parameters)  # noqa: S608 - ours
            on_the_board = {
                key: "behind" if has_some else "bare" if is_bare else "helped"
                for key, is_bare, has_some in cursor.fetchall()
            }
        in_the_report = {
            thing: part.part for part in ask_one(scope, BEHIND).parts for thing, _ in behind(scope, BEHIND, part.part)
        }
        assert in_the_report == on_the_board
        transaction.set_rollback(True)


def a_box_for_it(hill, topic, **retired):
    box = make_loan(hill, state="cancelled").box
    box.requests.add(topic)
    ResourceBox.objects.filter(pk=box.pk).update(**retired)


@pytest.mark.parametrize(
    ("put_behind", "stands_there"),
    [
        (a_box_for_it, True),
        (lambda hill, topic: a_box_for_it(hill, topic, retired_at=NOW, retired_by=hill.ada), False),
        (lambda hill, topic: make_loan(hill, state="requested", request=topic), True),
        (lambda hill, topic: make_loan(hill, state="cancelled", request=topic), False),
        (lambda hill, topic: make_list(hill, requests=[topic]), True),
        (lambda hill, topic: make_purchase(hill, request=topic), True),
        (lambda hill, topic: make_purchase(hill, request=topic, state="declined"), False),
        (lambda hill, topic: make_unit(hill, topic_request=topic), True),
    ],
    ids=["box", "retired box", "loan", "cancelled loan", "list", "purchase", "declined purchase", "unit"],
)
def test_what_stands_behind_a_topic_and_what_does_no_more(hill, put_behind, stands_there):
    put_behind(hill, make_topic(hill, help_wanted=["resource_box"]))
    expected = "Something behind it" if stands_there else "Nothing behind it yet"
    assert counted(BEHIND, scope_of(hill.school)) == {expected: 1}


def test_a_topic_for_which_no_help_is_wanted_or_that_was_helped_otherwise_is_not_bare(hill):
    make_topic(hill, "No help wanted")
    make_topic(hill, "A lesson, given", state="done", help_wanted=["lesson"])
    make_topic(hill, "Declined", state="declined", help_wanted=["lesson"])
    assert counted(BEHIND, scope_of(hill.school)) == {"Helped otherwise, or no help wanted": 2}


# --- Loans, lists, purchases, conversations ---------------------------------------------------------------------


def test_back_on_its_last_day_in_auckland_is_on_time_though_it_is_the_day_before_elsewhere(hill):
    """The last day is 18 November. 10:59 UTC is 23:59 on that day in Auckland, 11:00 is the next day."""
    hill.school.time_zone = "Pacific/Auckland"
    hill.school.save()
    for minute in (datetime(2026, 11, 18, 10, 59, tzinfo=UTC), datetime(2026, 11, 18, 11, 0, tzinfo=UTC)):
        make_loan(hill, last=TODAY, returned_at=minute)
    assert counted(LOANS, scope_of(hill.school)) == {"Back on time": 1, "Back late": 1}


def test_a_loan_belongs_to_the_term_in_which_it_begins_the_holidays_included(hill):
    """Out on 1 October, in the holidays after term 3, and back in term 4."""
    make_loan(hill, first=date(2026, 10, 1), last=date(2026, 10, 20), returned_at=datetime(2026, 10, 20, tzinfo=UTC))
    of_term_3, of_term_4 = (scope_of(hill.school, term_of(hill.school, term)) for term in hill.terms[2:])
    assert (counted(LOANS, of_term_3), counted(LOANS, of_term_4)) == ({"Back on time": 1}, {})


def test_things_stand_behind_their_number_with_their_loans(hill):
    """Two things of one loan were not used: one row, with the number 2."""
    booking = make_loan(hill, {"was_used": False}, {"was_used": False}, {"was_used": True}, returned_at=NOW)
    scope = scope_of(hill.school)
    assert behind(scope, THINGS_USED, "unused") == [(booking.pk, 2)]
    assert behind(scope, THINGS_LOST) == []


def test_a_list_counts_where_it_does_most(hill):
    """In a unit, behind a topic and public: in a unit. Behind a topic and public: behind a topic. Public alone."""
    public = {"published_at": NOW, "published_by": hill.ada}
    topic = make_topic(hill)
    everywhere = make_list(hill, requests=[topic], token="a", **public)
    put_into(make_unit(hill), list=everywhere)
    make_list(hill, requests=[topic], token="b", **public)
    make_list(hill, token="c", **public)
    scope = scope_of(hill.school)
    assert counted(LISTS, scope) == {"In a unit plan": 1, "Behind a topic": 1, "On its public page": 1}


def test_what_was_suggested_last_year_is_not_of_this_one(hill):
    make_purchase(hill, created_at=datetime(2025, 11, 18, tzinfo=UTC))
    answer = ask_one(scope_of(hill.school), PURCHASES)
    assert (answer.whole, answer.is_empty, answer.is_empty_now) == (Three(0, 1, 1), False, True)


def test_a_conversation_out_of_which_topic_and_unit_grew_counts_once(hill):
    make_contact(hill, plan=make_unit(hill), topic_request=make_topic(hill))
    assert counted(CONTACTS, scope_of(hill.school)) == {"Grew into a unit": 1}


def test_each_figure_says_which_filters_it_cannot_apply(hill):
    """A loan has no subject, and nobody notes which librarian prepared a topic."""
    scope = scope_of(hill.school, librarian=hill.ada.pk, subject=hill.subject.pk)
    unknown = {figure.key: figure.unknown_filters(scope) for figure in FIGURES}
    of_neither = {"calls", "loans", "things_used", "things_lost", "purchases"}
    of_topics = {"requests", "days_to_ready", "topics_behind"}
    assert {key for key, names in unknown.items() if names == {"librarian", "subject"}} == of_neither
    assert {key for key, names in unknown.items() if names == {"librarian"}} == of_topics
    assert {key for key, names in unknown.items() if names == {"subject"}} == {"lists", "contacts"}
