"""What stood in the way, counted by hand."""

from datetime import UTC, date, datetime

import pytest

from collab.models import Term
from outreach.reports.asking import ask
from outreach.reports.figures import barriers
from outreach.reports.figures.barriers import BARRIERS, COUNTER_MEASURES, OUTCOMES
from outreach.reports.periods import Periods
from tests.cast import NOW
from tests.units import barrier, now, said, scope_of, things, unit


@pytest.fixture
def met(hill):
    """Seven barriers, of which five are counted in term 4.

    | unit      | term | kind    | counter-measure | outcome |
    | Volcanoes | 4    | time    | yes             | yes     |
    |           |      | time    | yes             | no      |
    |           |      | other   | no              | no      |
    | Rivers    | 4    | testing | no              | yes     |
    |           |      | time    | no              | no      |
    | Coasts    | 3    | culture | yes             | yes     |
    | Kites     | 4    | support | yes             | yes     |  without a librarian
    """
    volcanoes = unit(hill, "Volcanoes", department=hill.humanities)
    rivers = unit(hill, "Rivers", department=hill.science)
    coasts = unit(hill, "Coasts", term=hill.terms[2])
    kites = unit(hill, "Kites", partners=[(hill.ben, "teacher")])
    done = {"counter_measure": "Planned over lunch", "outcome": "It is a habit now"}
    return {
        "overcome": barrier(volcanoes, "time", **done),
        "countered": barrier(volcanoes, "time", counter_measure="Asked for an hour"),
        "other": barrier(volcanoes, "other", what="The library was flooded"),
        "by_itself": barrier(rivers, "testing", outcome="The test was moved"),
        "open": barrier(rivers, "time"),
        "before": barrier(coasts, "culture", **done),
        "uncounted": barrier(kites, "support", **done),
    }


def test_barriers_are_counted_by_kind_in_the_order_of_their_words(hill, met):
    # Time: two of Volcanoes and one of Rivers. Testing: Rivers. Other: Volcanoes. Culture: Coasts, the term before.
    scope = scope_of(hill.school)
    assert list(said(scope, BARRIERS).items()) == [
        (("Lack of time for planning", ""), (3, 0, 0)),
        (("Problematic school culture", ""), (0, 1, 0)),
        (("Testing mandates", ""), (1, 0, 0)),
        (("Other", ""), (1, 0, 0)),
    ]
    assert ask(scope, [BARRIERS])["barriers"].whole == (5, 1, 0)
    assert things(scope, BARRIERS, "Lack of time for planning") == {
        met["overcome"].pk: 1,
        met["countered"].pk: 1,
        met["open"].pk: 1,
    }


def test_barriers_are_told_apart_by_what_was_done(hill, met):
    # Done: two of time, and Coasts before. Not: one of time, testing, other.
    scope = scope_of(hill.school)
    assert list(said(scope, COUNTER_MEASURES).items()) == [
        (("Something was done", "Lack of time for planning"), (2, 0, 0)),
        (("Something was done", "Problematic school culture"), (0, 1, 0)),
        (("Nothing written yet", "Lack of time for planning"), (1, 0, 0)),
        (("Nothing written yet", "Testing mandates"), (1, 0, 0)),
        (("Nothing written yet", "Other"), (1, 0, 0)),
    ]
    assert ask(scope, [COUNTER_MEASURES])["counter_measures"].whole == (5, 1, 0)


def test_barriers_are_told_apart_by_what_came_of_it(hill, met):
    # An outcome: one of time, testing (which went by itself), Coasts before. None: two of time, other.
    scope = scope_of(hill.school)
    assert list(said(scope, OUTCOMES).items()) == [
        (("An outcome is written", "Lack of time for planning"), (1, 0, 0)),
        (("An outcome is written", "Problematic school culture"), (0, 1, 0)),
        (("An outcome is written", "Testing mandates"), (1, 0, 0)),
        (("No outcome written yet", "Lack of time for planning"), (2, 0, 0)),
        (("No outcome written yet", "Other"), (1, 0, 0)),
    ]
    assert things(scope, OUTCOMES, "An outcome is written", "Testing mandates") == {met["by_itself"].pk: 1}


def test_filters_leave_the_barriers_of_the_units_that_fit(hill, met):
    assert now(scope_of(hill.school, departments=(hill.science.pk,)), BARRIERS) == {
        "Lack of time for planning": 1,
        "Testing mandates": 1,
    }
    everything = {"departments": (1,), "year_level": 1, "subject": 1, "librarian": 1, "teacher": 1}
    scope = scope_of(hill.school, **everything)
    assert [figure.unknown_filters(scope) for figure in barriers.FIGURES] == [set(), set(), set()]


# --- Nothing, and the edges -----------------------------------------------------------------------------------


def test_a_school_where_nothing_stood_in_the_way_has_none(hill):
    unit(hill, "Volcanoes")
    answers = ask(scope_of(hill.school), barriers.FIGURES)
    assert [(answer.parts, answer.whole, answer.is_empty) for answer in answers.values()] == [((), (0, 0, 0), True)] * 3


def test_all_figures_of_barriers_are_asked_at_once(hill, met, django_assert_num_queries):
    scope = scope_of(hill.school)
    with django_assert_num_queries(2):  # What was kept, and the counting.
        ask(scope, barriers.FIGURES)


def test_a_barrier_of_a_unit_across_two_terms_counts_in_both_and_once_in_the_year(hill):
    barrier(unit(hill, "Long", term=hill.terms[2], starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 20)))
    [year] = Periods(hill.school).years
    assert said(scope_of(hill.school), BARRIERS) == {("Lack of time for planning", ""): (1, 1, 0)}
    assert now(scope_of(hill.school, year), BARRIERS) == {"Lack of time for planning": 1}


def test_what_stood_in_the_way_stays_when_the_people_leave(hill, met):
    scope = scope_of(hill.school)
    before = [said(scope, figure) for figure in barriers.FIGURES]
    for person in (hill.ada, hill.ben):
        person.deactivated_at, person.deactivated_by = NOW, hill.omar
        person.save()
    assert [said(scope, figure) for figure in barriers.FIGURES] == before


def test_a_unit_without_dates_belongs_to_the_day_of_the_school_on_which_it_was_begun(hill):
    # At 10:30 in London on 29 February it is half past eleven at night in Auckland; an hour later it is March there.
    school = hill.school
    school.time_zone = "Pacific/Auckland"
    school.save()
    Term.objects.filter(school=school).delete()
    for name, starts_on, ends_on in (
        ("February", date(2028, 2, 1), date(2028, 2, 29)),
        ("March", date(2028, 3, 1), date(2028, 3, 31)),
    ):
        Term.objects.create(school=school, name=name, year="2028", starts_on=starts_on, ends_on=ends_on)
    on_the_leap_day = datetime(2028, 2, 29, 10, 30, tzinfo=UTC)
    after_midnight = datetime(2028, 2, 29, 11, 30, tzinfo=UTC)
    barrier(unit(hill, "Stars", has_no_term=True, created_at=on_the_leap_day), "time")
    barrier(unit(hill, "Tides", has_no_term=True, created_at=after_midnight), "culture")
    assert said(scope_of(school), BARRIERS) == {
        ("Lack of time for planning", ""): (0, 1, 0),
        ("Problematic school culture", ""): (1, 0, 0),
    }


def test_nothing_of_another_school_is_counted(hill, vale, met):
    assert [said(scope_of(vale.school), figure) for figure in barriers.FIGURES] == [{}, {}, {}]
