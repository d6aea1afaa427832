"""School weeks, and the dates that are proposed for a school year."""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from collab.calendars import (
    PRESETS,
    moved_on,
    next_label,
    preset_for,
    proposed_terms,
    school_year,
    term_week,
    written,
    year_after,
)
from collab.countries import country_choices, is_southern, locale_of, names, zone_choices, zones
from collab.models import Term

AUTUMN = Term(
    name="Autumn term",
    year="2026/27",
    starts_on=date(2026, 9, 2),  # a Wednesday
    ends_on=date(2026, 12, 18),
    half_term_starts_on=date(2026, 10, 26),
    half_term_ends_on=date(2026, 10, 30),
)
WEEKENDS_TOO = Term(
    name="Autumn term",
    year="2026/27",
    starts_on=date(2026, 8, 31),
    ends_on=date(2026, 12, 19),
    half_term_starts_on=date(2026, 10, 24),
    half_term_ends_on=date(2026, 11, 1),
)
TWO_WEEKS = Term(
    name="Autumn term",
    year="2026/27",
    starts_on=date(2026, 8, 31),
    ends_on=date(2026, 12, 18),
    half_term_starts_on=date(2026, 10, 21),  # a Wednesday
    half_term_ends_on=date(2026, 11, 3),  # a Tuesday
)
SHORT_BREAK = Term(
    name="Autumn term",
    year="2026/27",
    starts_on=date(2026, 8, 31),
    ends_on=date(2026, 12, 18),
    half_term_starts_on=date(2026, 10, 26),
    half_term_ends_on=date(2026, 10, 29),  # a Thursday
)
NO_BREAK = Term(name="Term 3", year="2026", starts_on=date(2026, 7, 20), ends_on=date(2026, 9, 25))
FROM_SATURDAY = Term(name="Term 1", year="2026", starts_on=date(2026, 8, 1), ends_on=date(2026, 9, 25))


@pytest.mark.parametrize(
    ("term", "day", "week"),
    [
        (NO_BREAK, date(2026, 7, 19), None),  # the Sunday before
        (NO_BREAK, date(2026, 7, 20), 1),
        (NO_BREAK, date(2026, 7, 25), 1),  # a Saturday belongs to the week that it ends
        (NO_BREAK, date(2026, 7, 26), 1),
        (NO_BREAK, date(2026, 7, 27), 2),
        (NO_BREAK, date(2026, 8, 14), 4),
        (NO_BREAK, date(2026, 9, 25), 10),
        (NO_BREAK, date(2026, 9, 26), None),
        (AUTUMN, date(2026, 9, 1), None),
        (AUTUMN, date(2026, 9, 2), 1),  # the first week is a short one
        (AUTUMN, date(2026, 9, 4), 1),
        (AUTUMN, date(2026, 9, 7), 2),
        (AUTUMN, date(2026, 10, 23), 8),
        (AUTUMN, date(2026, 10, 25), 8),  # the Sunday before half-term
        (AUTUMN, date(2026, 10, 26), None),
        (AUTUMN, date(2026, 10, 30), None),
        (AUTUMN, date(2026, 10, 31), None),  # the Saturday of half-term
        (AUTUMN, date(2026, 11, 2), 9),  # counting goes on where it stopped
        (AUTUMN, date(2026, 12, 18), 15),
        (WEEKENDS_TOO, date(2026, 10, 23), 8),
        (WEEKENDS_TOO, date(2026, 10, 24), None),
        (WEEKENDS_TOO, date(2026, 11, 1), None),
        (WEEKENDS_TOO, date(2026, 11, 2), 9),
        (TWO_WEEKS, date(2026, 10, 20), 8),
        (TWO_WEEKS, date(2026, 10, 22), None),
        (TWO_WEEKS, date(2026, 10, 28), None),
        (TWO_WEEKS, date(2026, 11, 3), None),
        (TWO_WEEKS, date(2026, 11, 4), 9),  # only the one whole week is not counted
        (SHORT_BREAK, date(2026, 10, 29), None),
        (SHORT_BREAK, date(2026, 10, 30), 9),  # a week with one school day is a week
        (SHORT_BREAK, date(2026, 11, 2), 10),
        (FROM_SATURDAY, date(2026, 8, 1), 1),
        (FROM_SATURDAY, date(2026, 8, 3), 1),
        (FROM_SATURDAY, date(2026, 8, 10), 2),
    ],
)
def test_a_day_lies_in_its_school_week(term, day, week):
    assert term.week_of(day) == week


def test_school_days_are_weekdays_of_the_term_outside_its_break():
    """The term begins on a Wednesday and ends on a Friday; its break is a week with the weekends around it."""
    days = [AUTUMN.starts_on + timedelta(days=number) for number in range(-3, 110)]
    school_days = [day for day in days if AUTUMN.is_school_day(day)]
    assert (school_days[0], school_days[-1], len(school_days)) == (AUTUMN.starts_on, AUTUMN.ends_on, 73)
    around_the_break = [day for day in school_days if date(2026, 10, 22) < day < date(2026, 11, 4)]
    assert around_the_break == [date(2026, 10, 23), date(2026, 11, 2), date(2026, 11, 3)]


@pytest.mark.parametrize("term", [AUTUMN, WEEKENDS_TOO, TWO_WEEKS, SHORT_BREAK, NO_BREAK, FROM_SATURDAY])
def test_weeks_of_a_term_are_counted_without_a_gap(term):
    days = (term.starts_on + timedelta(days=n) for n in range((term.ends_on - term.starts_on).days + 1))
    weeks = list(dict.fromkeys(week for day in days if (week := term.week_of(day))))
    assert weeks == list(range(1, len(weeks) + 1))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 8, 14), "Term 3, week 4"),
        (date(2026, 10, 28), "Autumn term, half-term"),
        (date(2026, 8, 29), "Term 3, week 6"),
        (date(2026, 12, 24), ""),
        (None, ""),
    ],
)
def test_a_date_is_written_in_the_schools_terms(day, words):
    terms = [NO_BREAK, Term(**_fields(AUTUMN) | {"starts_on": date(2026, 9, 28)})]
    assert term_week(day, terms) == words


def _fields(term):
    names_of = ("name", "year", "ends_on", "half_term_starts_on", "half_term_ends_on")
    return {name: getattr(term, name) for name in names_of}


def test_a_date_outside_the_term_or_without_one_is_not_written():
    assert (written(date(2026, 7, 1), NO_BREAK), written(date(2026, 7, 1), None)) == ("", "")


def test_writing_dates_asks_the_database_nothing(hill, django_assert_num_queries):
    terms = list(Term.objects.visible_to(hill.ada))
    with django_assert_num_queries(0):
        assert term_week(date(2026, 11, 18), terms) == "Term 4, week 6"


@pytest.mark.parametrize("southern", [True, False])
@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_proposes_years_that_the_database_would_take(preset, southern):
    country = "AU" if southern else "GB"
    terms = [
        term for begins_in in range(2020, 2040) for term in school_year(preset, country=country, begins_in=begins_in)
    ]
    for term, following in pairwise(terms):
        assert term.ends_on < following.starts_on
    for term in terms:
        assert (term.starts_on.weekday(), term.ends_on.weekday()) == (0, 4)
        assert 5 * 7 <= (term.ends_on - term.starts_on).days <= 24 * 7
        if term.half_term_starts_on:
            assert term.starts_on < term.half_term_starts_on < term.half_term_ends_on < term.ends_on
    assert len({(term.year, term.name) for term in terms}) == len(terms)


@pytest.mark.parametrize(
    ("country", "today", "preset", "years"),
    [
        ("AU", date(2026, 11, 18), "four_terms", ["2026", "2027"]),
        ("AU", date(2026, 12, 28), "four_terms", ["2027", "2028"]),
        ("AU", date(2026, 1, 3), "four_terms", ["2026", "2027"]),
        ("NZ", date(2026, 7, 10), "four_terms", ["2026", "2027"]),
        ("GB", date(2026, 11, 18), "three_terms", ["2026/27", "2027/28"]),
        ("GB", date(2026, 3, 1), "three_terms", ["2025/26", "2026/27"]),
        ("GB", date(2026, 8, 10), "three_terms", ["2026/27", "2027/28"]),
        ("US", date(2026, 1, 10), "semesters", ["2025/26", "2026/27"]),
        ("US", date(1999, 10, 1), "semesters", ["1999/00", "2000/01"]),
        ("DE", date(2026, 11, 18), "three_terms", ["2026/27", "2027/28"]),
        ("ZA", date(2026, 11, 18), "four_terms", ["2026", "2027"]),
    ],
)
def test_the_school_year_at_hand_and_the_next_are_proposed(country, today, preset, years):
    assert preset_for(country) == preset
    terms = proposed_terms(preset, country=country, today=today)
    assert list(dict.fromkeys(term.year for term in terms)) == years
    assert any(term.ends_on >= today for term in terms[: len(terms) // 2])


def test_terms_of_a_known_year_are_near_to_what_schools_had():
    terms = school_year("three_terms", country="GB", begins_in=2026)
    assert [(term.name, term.starts_on, term.half_term_starts_on, term.ends_on) for term in terms] == [
        ("Autumn term", date(2026, 9, 7), date(2026, 10, 26), date(2026, 12, 18)),
        ("Spring term", date(2027, 1, 4), date(2027, 2, 15), date(2027, 3, 26)),
        ("Summer term", date(2027, 4, 12), date(2027, 5, 31), date(2027, 7, 23)),
    ]


def test_the_next_year_begins_after_the_last_term():
    terms = year_after(date(2026, 12, 17), "four_terms", country="AU")
    assert (terms[0].year, terms[0].starts_on) == ("2027", date(2027, 2, 1))


def test_last_years_dates_move_on_by_whole_weeks():
    assert _fields(moved_on([AUTUMN])[0]) == {
        "name": "Autumn term",
        "year": "2027/28",
        "ends_on": date(2027, 12, 17),
        "half_term_starts_on": date(2027, 10, 25),
        "half_term_ends_on": date(2027, 10, 29),
    }


@pytest.mark.parametrize(
    ("label", "following"),
    [("2026", "2027"), ("2026/27", "2027/28"), ("1999/00", "2000/01"), ("2098-99", "2099-00"), ("A", "A")],
)
def test_a_school_year_knows_the_label_of_the_next(label, following):
    assert next_label(label) == following


def test_every_country_has_a_zone_that_python_knows():
    assert set(zones()) == set(names()) - {"BV", "HM"}  # two islands without people
    assert all(ZoneInfo(zone) for own in zones().values() for zone in own)


def test_countries_propose_what_most_of_their_schools_have():
    proposals = {
        code: (zones()[code][0], locale_of(code), is_southern(code)) for code in ("AU", "NZ", "GB", "US", "DE")
    }
    assert proposals == {
        "AU": ("Australia/Sydney", "en-au", True),
        "NZ": ("Pacific/Auckland", "en-nz", True),
        "GB": ("Europe/London", "en-gb", False),
        "US": ("America/New_York", "en-us", False),
        "DE": ("Europe/Berlin", "en-gb", False),
    }


def test_choices_hold_each_country_and_each_zone_once():
    countries = [code for _, group in country_choices()[1:] for code, _ in group]
    of_australia = [zone for _, group in zone_choices("AU") for zone, _ in group]
    assert sorted(countries) == sorted(names())
    assert of_australia[0] == "Australia/Sydney"
    assert len(of_australia) == len(set(of_australia))
