"""All figures at once: with a school that has nothing, and what holds for each of them in schools made at random."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from collab.models import School
from outreach.reports.asking import COLUMNS, ask, behind
from outreach.reports.figures import BY_KEY, FIGURES
from outreach.reports.periods import Periods, days
from outreach.reports.scopes import Three
from outreach.reports.shape import Measure
from outreach.reports.tables import KNOWS, TABLES, known_filters, with_tables
from tests.cast import NOW, TODAY
from tests.figure_schools import scope_of
from tests.random_schools import a_day, make_school

A_TENTH = 0.0501  # What is lost where hours are rounded.
COUNTED_WITH_THEIR_FIRST = {"classes", "students"}  # Another filter may make another unit the first of a class.
# A school is made of so many choices that it would take longer to shrink than it helps.
random_schools = settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def a_school(chance):
    """A school made at random, for a while."""
    with transaction.atomic():
        yield make_school(chance)
        transaction.set_rollback(True)


def a_scope(made, chance):
    """A year, a term, or any days of a school made at random."""
    first = a_day(chance)
    some_days = days(first, first + timedelta(days=chance.randrange(200)))
    return scope_of(made.school, chance.choice([*Periods(made.school).all_kinds(), some_days]))


def test_figures_have_keys_of_their_own_and_say_how_they_count():
    assert len(BY_KEY) == len(FIGURES)
    assert [figure.key for figure in FIGURES if not figure.counted.endswith(".")] == []
    assert [figure.key for figure in FIGURES if figure.adds_up == bool(figure.overlap)] == []


def test_a_table_says_which_filters_it_knows_and_only_the_programme_of_the_school_knows_none():
    assert TABLES.keys() - KNOWS.keys() == {"periods", "chosen", "first_units"}
    assert [figure.key for figure in FIGURES if not known_filters(figure.facts)] == ["programme_level"]


@pytest.mark.parametrize("key", BY_KEY)
def test_a_school_with_nothing_has_no_parts_and_no_error(db, key):
    school = School.objects.create(name="New", slug="new", time_zone="Pacific/Auckland", created_at=NOW)
    figure, scope = BY_KEY[key], scope_of(school)
    answer = ask(scope, [figure])[key]
    adds_up = figure.adds_up and figure.measure == Measure.SUM
    assert (answer.parts, answer.whole) == ((), Three(0, 0, 0) if adds_up else None)
    assert (answer.is_empty, answer.is_empty_now) == (True, True)
    assert behind(scope, figure) == []


@random_schools
@given(chance=st.randoms(use_true_random=False))
def test_parts_add_up_to_the_whole_and_what_is_behind_them_to_their_number(db, chance):
    with a_school(chance) as made:
        scope = a_scope(made, chance)
        for key, answer in ask(scope, FIGURES).items():
            figure = BY_KEY[key]
            if figure.measure != Measure.SUM:
                continue
            for part in answer.parts:
                amounts = [amount for _, amount in behind(scope, figure, part.part, part.across)]
                assert float(sum(amounts)) == pytest.approx(part.numbers.now, abs=A_TENTH), (key, part)
            if answer.whole is None:
                continue
            things = behind(scope, figure)
            assert answer.whole == Three(*(pytest.approx(sum(column)) for column in columns_of(answer))), key
            exactly = pytest.approx(answer.whole.now, abs=A_TENTH * len(answer.parts))
            assert float(sum(amount for _, amount in things)) == exactly, key
            if all(amount == 1 for _, amount in things):
                assert len(things) == answer.whole.now, key


@random_schools
@given(chance=st.randoms(use_true_random=False))
def test_no_figure_says_the_same_fact_twice(db, chance):
    with a_school(chance) as made, connection.cursor() as cursor:
        params = a_scope(made, chance).params()
        for figure in FIGURES:
            facts = with_tables(f"SELECT {COLUMNS} FROM ({figure.facts}) AS facts")  # noqa: S608 - our own words
            cursor.execute(facts, params)
            said = cursor.fetchall()
            assert (figure.key, len(said)) == (figure.key, len(set(said)))


def columns_of(answer):
    return zip(*(part.numbers for part in answer.parts), strict=True) if answer.parts else ([0],) * 3


@random_schools
@given(chance=st.randoms(use_true_random=False))
def test_filters_commute_and_each_takes_away_what_it_does_not_let_through(db, chance):
    with a_school(chance) as made:
        scope = a_scope(made, chance)
        department, year = chance.choice(made.departments).pk, chance.choice(made.years).pk
        of_department, of_year = replace(scope, departments=(department,)), replace(scope, year_level=year)
        both = replace(of_department, year_level=year)
        assert ask(both, FIGURES) == ask(replace(of_year, departments=(department,)), FIGURES)
        for figure in FIGURES:
            if {"departments", "year_level"} <= known_filters(figure.facts) and figure.key not in (
                COUNTED_WITH_THEIR_FIRST
            ):
                assert things(both, figure) == things(of_department, figure) & things(of_year, figure), figure.key
                assert things(of_department, figure) | things(of_year, figure) <= things(scope, figure), figure.key


def things(scope, figure):
    return {thing for thing, _ in behind(scope, figure)}


@random_schools
@given(chance=st.randoms(use_true_random=False))
def test_the_terms_of_a_year_have_between_them_what_the_year_has(db, chance):
    """Terms with their holidays are the year: what lies on one day lies in one of them."""
    with a_school(chance) as made:
        periods = Periods(made.school)
        [year] = periods.years
        for key in ("loans", "purchases", "contacts", "lists", "calls", "requests"):
            figure = BY_KEY[key]
            by_term = [behind(scope_of(made.school, term), figure) for term in periods.terms]
            assert sorted(chain(*by_term)) == behind(scope_of(made.school, year), figure), key


def test_the_cast_has_teachers_and_nothing_else(hill):
    """Ben, Cleo and Hugo teach at Hill School, and nothing has happened there."""
    answers = ask(scope_of(hill.school), FIGURES)
    assert {key for key, answer in answers.items() if not answer.is_empty} == {"teachers", "departments"}
    assert TODAY in scope_of(hill.school).period
