"""Stretches of time that a report is about, and the two that each is compared with.

The holidays after a term belong to it, so that every day from the first term to the last lies in one term and one
school year, and what adds up over the terms of a year is the year.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from collab.models import Term

A_DAY = timedelta(days=1)
MONTHS_OF_A_QUARTER = 3


class Kind(StrEnum):
    TERM = "term"
    QUARTER = "quarter"
    YEAR = "year"
    DAYS = "days"


@dataclass(frozen=True)
class Period:
    """From `starts_on` to `ends_on`, both within. `key` names it in addresses (“term-12”, “quarter-2026-3”)."""

    kind: Kind
    key: str
    name: str
    starts_on: date
    ends_on: date

    def __contains__(self, day):
        return self.starts_on <= day <= self.ends_on


class Periods:
    """The periods of a school, from its terms. One query."""

    def __init__(self, school):
        terms = list(Term.objects.filter(school=school).order_by("starts_on"))
        self.terms = [_of_term(term, following) for term, following in zip(terms, [*terms[1:], None], strict=False)]
        self.years = _years(terms, self.terms)
        # The last days of teaching, before the holidays: key of a period → date.
        self.last_days = {key: term.ends_on for term in terms for key in (f"term-{term.pk}", f"year-{term.year}")}

    def all_kinds(self):
        """All that can be chosen by name, newest first: list of Period; without quarters and free dates."""
        return [*reversed(self.years), *reversed(self.terms)]

    def quarters(self, today):
        """The quarters of the calendar from the first term to a day, newest first."""
        first = self.terms[0].starts_on if self.terms else today
        quarter, found = quarter_on(today), []
        while quarter.ends_on >= first:
            found.append(quarter)
            quarter = quarter_on(quarter.starts_on - A_DAY)
        return found

    def usual(self, today):
        """What a report is about unless one says otherwise: the school year of a day, else the twelve months to it."""
        return next((year for year in reversed(self.years) if today in year), None) or days(
            _a_year_before(today) + A_DAY, today
        )

    def before(self, period):
        """The period before one: the term, quarter or school year before, or as many days."""
        if period.kind == Kind.QUARTER:
            return quarter_on(period.starts_on - A_DAY)
        row = {Kind.TERM: self.terms, Kind.YEAR: self.years}.get(period.kind, [])
        if period in row[1:]:
            return row[row.index(period) - 1]
        return days(period.starts_on - timedelta(days=_length(period)), period.starts_on - A_DAY)

    def year_ago(self, period):
        """The same period a year before: the school year before, the term that has its place there, or those dates."""
        if period.kind == Kind.YEAR:
            return self.before(period)
        if period.kind == Kind.QUARTER:
            return quarter_on(_a_year_before(period.starts_on))
        then = days(_a_year_before(period.starts_on), _a_year_before(period.ends_on))
        if period.kind == Kind.TERM:
            return next((term for term in self.terms if _shared_days(term, then) * 2 > _length(then)), then)
        return then


def quarter_on(day):
    """The quarter of the calendar that a day lies in."""
    number = (day.month - 1) // MONTHS_OF_A_QUARTER
    first = date(day.year, number * MONTHS_OF_A_QUARTER + 1, 1)
    following = date(day.year + (number == MONTHS_OF_A_QUARTER), (number + 1) % 4 * MONTHS_OF_A_QUARTER + 1, 1)
    return Period(
        Kind.QUARTER, f"quarter-{day.year}-{number + 1}", f"Quarter {number + 1}, {day.year}", first, following - A_DAY
    )


def days(starts_on, ends_on):
    """Any stretch of days."""
    return Period(Kind.DAYS, f"days-{starts_on:%Y%m%d}-{ends_on:%Y%m%d}", "", starts_on, ends_on)


def _of_term(term, following):
    ends_on = following.starts_on - A_DAY if following else term.ends_on
    return Period(Kind.TERM, f"term-{term.pk}", str(term), term.starts_on, ends_on)


def _years(terms, periods):
    """The school years: what the terms say under `year`, in their order."""
    found = {}
    for term, period in zip(terms, periods, strict=True):
        first = found[term.year].starts_on if term.year in found else period.starts_on
        found[term.year] = Period(Kind.YEAR, f"year-{term.year}", f"School year {term.year}", first, period.ends_on)
    return list(found.values())


def _a_year_before(day):
    """The same day a year before; the 28th for a 29th of February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _length(period):
    """How many days a period has."""
    return _shared_days(period, period)


def _shared_days(one, other):
    """How many days two periods share."""
    return (min(one.ends_on, other.ends_on) - max(one.starts_on, other.starts_on)).days + 1
