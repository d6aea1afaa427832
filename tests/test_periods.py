"""The stretches of time that reports are about: every day in one of them, and what each is compared with."""

from datetime import date, timedelta

import pytest

from collab.models import Term
from outreach.reports.periods import Kind, Periods, days, quarter_on

A_DAY = timedelta(days=1)

TERMS = [
    ("Term 1", "2025", date(2025, 1, 28), date(2025, 4, 11)),
    ("Term 2", "2025", date(2025, 4, 28), date(2025, 7, 4)),
    ("Term 3", "2025", date(2025, 7, 21), date(2025, 9, 26)),
    ("Term 4", "2025", date(2025, 10, 13), date(2025, 12, 19)),
    ("Term 1", "2026", date(2026, 1, 27), date(2026, 4, 2)),
    ("Term 2", "2026", date(2026, 4, 20), date(2026, 7, 3)),
    ("Term 3", "2026", date(2026, 7, 20), date(2026, 9, 25)),
    ("Term 4", "2026", date(2026, 10, 12), date(2026, 12, 18)),
]


@pytest.fixture
def school(hill):
    """Hill School with the terms of two years and no others."""
    Term.objects.filter(school=hill.school).delete()
    _terms(hill.school, TERMS)
    return hill.school


def _terms(school, terms):
    Term.objects.bulk_create(
        Term(school=school, name=name, year=year, starts_on=starts_on, ends_on=ends_on)
        for name, year, starts_on, ends_on in terms
    )


def _dates(period):
    return period.starts_on, period.ends_on


def test_the_holidays_after_a_term_belong_to_it(school):
    periods = Periods(school)
    assert _dates(periods.terms[0]) == (date(2025, 1, 28), date(2025, 4, 27))
    assert _dates(periods.terms[3]) == (date(2025, 10, 13), date(2026, 1, 26))
    assert _dates(periods.terms[7]) == (date(2026, 10, 12), date(2026, 12, 18))


def test_every_day_lies_in_one_term_and_in_one_school_year(school):
    periods = Periods(school)
    day, last = date(2025, 1, 28), date(2026, 12, 18)
    while day <= last:
        assert [sum(day in period for period in row) for row in (periods.terms, periods.years)] == [1, 1], day
        day += A_DAY


def test_a_school_year_is_what_its_terms_say(school):
    first, second = Periods(school).years
    assert (first.name, *_dates(first)) == ("School year 2025", date(2025, 1, 28), date(2026, 1, 26))
    assert (second.name, *_dates(second)) == ("School year 2026", date(2026, 1, 27), date(2026, 12, 18))


def test_a_northern_school_year_runs_from_autumn_to_summer(hill):
    Term.objects.filter(school=hill.school).delete()
    _terms(
        hill.school,
        [
            ("Autumn term", "2025/26", date(2025, 9, 2), date(2025, 12, 19)),
            ("Spring term", "2025/26", date(2026, 1, 5), date(2026, 3, 27)),
            ("Summer term", "2025/26", date(2026, 4, 13), date(2026, 7, 21)),
            ("Autumn term", "2026/27", date(2026, 9, 2), date(2026, 12, 18)),
        ],
    )
    periods = Periods(hill.school)
    assert [(year.key, *_dates(year)) for year in periods.years] == [
        ("year-2025/26", date(2025, 9, 2), date(2026, 9, 1)),
        ("year-2026/27", date(2026, 9, 2), date(2026, 12, 18)),
    ]
    assert periods.usual(date(2026, 8, 15)).key == "year-2025/26"


def test_a_term_is_compared_with_the_one_before_and_with_the_one_at_its_place_a_year_ago(school):
    periods = Periods(school)
    third = periods.terms[6]
    assert periods.before(third) == periods.terms[5]
    assert periods.year_ago(third) == periods.terms[2]


def test_a_term_with_none_at_its_place_is_compared_with_the_dates_of_a_year_ago(school):
    periods = Periods(school)
    first = periods.terms[0]
    assert periods.year_ago(first) == days(date(2024, 1, 28), date(2024, 4, 27))
    assert periods.before(first) == days(date(2024, 10, 30), date(2025, 1, 27))  # as many days: 90


def test_a_school_year_is_compared_with_the_one_before(school):
    periods = Periods(school)
    first, second = periods.years
    assert (periods.before(second), periods.year_ago(second)) == (first, first)


def test_the_first_school_year_is_compared_with_as_many_days_before_it(school):
    periods = Periods(school)
    first = periods.years[0]  # 28 January 2025 to 26 January 2026 is 364 days
    assert periods.before(first) == days(date(2024, 1, 30), date(2025, 1, 27))


@pytest.mark.parametrize(
    ("day", "key", "starts_on", "ends_on"),
    [
        (date(2026, 1, 1), "quarter-2026-1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2028, 2, 29), "quarter-2028-1", date(2028, 1, 1), date(2028, 3, 31)),
        (date(2026, 6, 30), "quarter-2026-2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 9, 1), "quarter-2026-3", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), "quarter-2026-4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_is_that_of_the_calendar(day, key, starts_on, ends_on):
    quarter = quarter_on(day)
    assert (quarter.key, *_dates(quarter)) == (key, starts_on, ends_on)


def test_a_quarter_is_compared_with_the_one_before_and_that_of_a_year_ago(school):
    periods = Periods(school)
    quarter = quarter_on(date(2026, 2, 1))
    assert periods.before(quarter) == quarter_on(date(2025, 12, 31))
    assert periods.year_ago(quarter) == quarter_on(date(2025, 2, 1))


def test_quarters_go_back_to_the_first_term(school):
    found = Periods(school).quarters(date(2026, 2, 1))
    assert [quarter.key for quarter in found] == [
        "quarter-2026-1",
        "quarter-2025-4",
        "quarter-2025-3",
        "quarter-2025-2",
        "quarter-2025-1",
    ]


def test_any_days_are_compared_with_as_many_before_and_the_same_of_a_year_ago(school):
    periods = Periods(school)
    leap = days(date(2028, 2, 29), date(2028, 3, 1))
    assert periods.before(leap) == days(date(2028, 2, 27), date(2028, 2, 28))
    assert periods.year_ago(leap) == days(date(2027, 2, 28), date(2027, 3, 1))


def test_a_school_without_terms_has_the_twelve_months_to_today(hill):
    Term.objects.filter(school=hill.school).delete()
    periods = Periods(hill.school)
    assert (periods.terms, periods.years) == ([], [])
    assert periods.usual(date(2028, 2, 29)) == days(date(2027, 3, 1), date(2028, 2, 29))
    assert periods.quarters(date(2026, 5, 5)) == [quarter_on(date(2026, 5, 5))]


def test_the_usual_period_is_the_school_year_of_a_day(school):
    periods = Periods(school)
    assert periods.usual(date(2026, 1, 10)).key == "year-2025"
    assert periods.usual(date(2026, 11, 22)).key == "year-2026"
    assert periods.usual(date(2027, 3, 1)).kind == Kind.DAYS


def test_all_periods_of_a_school_are_one_query(school, django_assert_num_queries):
    with django_assert_num_queries(1):
        periods = Periods(school)
        assert len(periods.all_kinds()) == 10
