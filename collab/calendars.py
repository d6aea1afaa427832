"""School calendars: presets of term dates as data, and dates said in terms and weeks.

The dates are proposals near to what most schools of a system have; every one of them can be changed. A rule says
"the first Monday on or after" a day of the year, and "the last Friday on or before" one.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from collab.countries import is_southern

FRIDAY = 4


@dataclass(frozen=True)
class TermRule:
    """One term of any year: (month, day) of its limits; months 8 to 12 of a split year lie in its first half."""

    name: str
    starts: tuple[int, int]
    ends: tuple[int, int]
    half_term: tuple[int, int] | None = None


@dataclass(frozen=True)
class Preset:
    """A way to divide the school year: where it is the calendar year, and where it begins in the northern autumn."""

    key: str
    label: str
    calendar_year: tuple[TermRule, ...]
    split_year: tuple[TermRule, ...]


@dataclass(frozen=True)
class ProposedTerm:
    """Dates of one term that nobody has agreed to yet; the fields are those of Term."""

    name: str
    year: str
    starts_on: date
    ends_on: date
    half_term_starts_on: date | None = None
    half_term_ends_on: date | None = None


PRESETS = {
    preset.key: preset
    for preset in (
        Preset(
            "four_terms",
            "Four terms (Australia, New Zealand)",
            (
                TermRule("Term 1", (1, 27), (4, 5)),
                TermRule("Term 2", (4, 18), (7, 5)),
                TermRule("Term 3", (7, 18), (9, 27)),
                TermRule("Term 4", (10, 8), (12, 19)),
            ),
            (
                TermRule("Term 1", (9, 1), (10, 25)),
                TermRule("Term 2", (11, 1), (12, 20)),
                TermRule("Term 3", (1, 3), (3, 25)),
                TermRule("Term 4", (4, 5), (6, 20)),
            ),
        ),
        Preset(
            "three_terms",
            "Three terms with half-terms (United Kingdom)",
            (
                TermRule("Term 1", (1, 27), (4, 20), (3, 8)),
                TermRule("Term 2", (5, 4), (8, 14), (6, 22)),
                TermRule("Term 3", (9, 1), (12, 12), (10, 20)),
            ),
            (
                TermRule("Autumn term", (9, 1), (12, 20), (10, 24)),
                TermRule("Spring term", (1, 3), (3, 31), (2, 12)),
                TermRule("Summer term", (4, 12), (7, 23), (5, 25)),
            ),
        ),
        Preset(
            "semesters",
            "Two semesters",
            (
                TermRule("Semester 1", (1, 27), (7, 5)),
                TermRule("Semester 2", (7, 18), (12, 19)),
            ),
            (
                TermRule("Fall semester", (8, 18), (12, 20)),
                TermRule("Spring semester", (1, 3), (6, 4)),
            ),
        ),
        Preset(
            "quarters",
            "Four quarters",
            (
                TermRule("Quarter 1", (1, 27), (4, 5)),
                TermRule("Quarter 2", (4, 18), (7, 5)),
                TermRule("Quarter 3", (7, 18), (9, 27)),
                TermRule("Quarter 4", (10, 8), (12, 19)),
            ),
            (
                TermRule("Quarter 1", (8, 18), (10, 20)),
                TermRule("Quarter 2", (10, 21), (12, 20)),
                TermRule("Quarter 3", (1, 3), (3, 12)),
                TermRule("Quarter 4", (3, 13), (6, 4)),
            ),
        ),
    )
}
PRESET_CHOICES = [(preset.key, preset.label) for preset in PRESETS.values()]
COUNTRY_PRESETS = {"US": "semesters", "CA": "semesters", "GB": "three_terms", "IE": "three_terms"}


def preset_for(country):
    """The key of the preset that we propose for a country."""
    return COUNTRY_PRESETS.get(country) or ("four_terms" if is_southern(country) else "three_terms")


def school_year(preset, *, country, begins_in):
    """The `ProposedTerm`s of the school year that begins in the year `begins_in`."""
    southern = is_southern(country)
    rules = PRESETS[preset].calendar_year if southern else PRESETS[preset].split_year
    label = str(begins_in) if southern else f"{begins_in}/{(begins_in + 1) % 100:02}"
    return [_dated(rule, label, begins_in, is_split=not southern) for rule in rules]


def proposed_terms(preset, *, country, today):
    """The `ProposedTerm`s of the school year at hand (in the holidays between two: the coming one) and of the next."""
    begins_in = today.year - 1
    while school_year(preset, country=country, begins_in=begins_in)[-1].ends_on < today:
        begins_in += 1
    return [
        term for year in (begins_in, begins_in + 1) for term in school_year(preset, country=country, begins_in=year)
    ]


def year_after(last_day, preset, *, country):
    """The `ProposedTerm`s of the first school year that begins after a date."""
    begins_in = last_day.year
    while school_year(preset, country=country, begins_in=begins_in)[0].starts_on <= last_day:
        begins_in += 1
    return school_year(preset, country=country, begins_in=begins_in)


def moved_on(terms):
    """The terms of one year as `ProposedTerm`s of the next: the same weekdays, 52 weeks later."""
    year = timedelta(weeks=52)
    return [
        ProposedTerm(
            term.name,
            next_label(term.year),
            term.starts_on + year,
            term.ends_on + year,
            term.half_term_starts_on and term.half_term_starts_on + year,
            term.half_term_ends_on and term.half_term_ends_on + year,
        )
        for term in terms
    ]


def next_label(label):
    """The school year after one: “2026” → “2027”, “2026/27” → “2027/28”; other labels stay as they are."""

    def one_more(found):
        digits = found.group()
        return str(int(digits) + 1)[-len(digits) :].zfill(len(digits))

    return re.sub(r"[0-9]+", one_more, label)


def written(day, term):
    """A date as the school says it: “Term 3, week 4”; in the break “Autumn term, half-term”; "" outside the term."""
    if term is None or not term.starts_on <= day <= term.ends_on:
        return ""
    week = term.week_of(day)
    return f"{term.name}, week {week}" if week else f"{term.name}, half-term"


def term_week(day, terms):
    """`written` for whichever of these loaded terms the date falls in; "" in the holidays and without a date."""
    if day is None:
        return ""
    return next((written(day, term) for term in terms if term.starts_on <= day <= term.ends_on), "")


def _dated(rule, label, begins_in, *, is_split):
    def on(month, day):
        return date(begins_in + (is_split and month < 8), month, day)

    starts_on = _monday_from(on(*rule.starts))
    ends_on = on(*rule.ends)
    ends_on -= timedelta(days=(ends_on.weekday() - FRIDAY) % 7)
    if rule.half_term is None:
        return ProposedTerm(rule.name, label, starts_on, ends_on)
    monday = _monday_from(on(*rule.half_term))
    return ProposedTerm(rule.name, label, starts_on, ends_on, monday, monday + timedelta(days=4))


def _monday_from(day):
    return day + timedelta(days=-day.weekday() % 7)
