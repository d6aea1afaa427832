"""Reads behind the pages of terms."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.formats import date_format

from collab.calendars import moved_on, preset_for, year_after
from collab.models import Term

AS_BEFORE = "as_before"  # in place of a preset: the dates of last year, moved on
LONG_AGO = timedelta(days=366)


@dataclass(frozen=True)
class TermLine:
    """One row of the list, ready to be shown."""

    url: str
    name: str
    starts: str
    ends: str
    half_term: str
    weeks: int
    now: str


def terms_by_year(*, member, today, earlier):
    """List of (school year, its `TermLine`s), soonest first; those that ended a year ago only when asked for."""
    terms = Term.objects.visible_to(member)
    if not earlier:
        terms = terms.from_day(today - LONG_AGO)
    address = reverse("term_change", kwargs={"school_slug": member.school.slug, "term_id": 0})
    return [
        (year, [_line(term, today, address.replace("/0/", f"/{term.pk}/")) for term in of_year])
        for year, of_year in groupby(terms.order_by("starts_on")[:400], key=lambda term: term.year)
    ]


def has_earlier_terms(*, member, today):
    """Whether the list hides terms of long ago."""
    return Term.objects.visible_to(member).filter(ends_on__lt=today - LONG_AGO).exists()


def terms_of_last_year(*, member):
    """The terms of the last school year that has any; empty at the very beginning."""
    terms = Term.objects.visible_to(member)
    last = terms.order_by("starts_on").last()
    return list(terms.filter(year=last.year).order_by("starts_on")) if last else []


def next_year(*, preset, member, today):
    """`ProposedTerm`s of the school year after the last one, from a preset or, `AS_BEFORE`, from last year's dates."""
    last = terms_of_last_year(member=member)
    if preset == AS_BEFORE and last:
        return moved_on(last)
    country = member.school.country
    last_day = last[-1].ends_on if last else today
    return year_after(last_day, preset_for(country) if preset == AS_BEFORE else preset, country=country)


def spoken_day(day):
    """“Mon 2 Feb 2026”"""
    return date_format(day, "D j M Y")


def _line(term, today, url):
    half_term = ""
    if term.half_term_starts_on:
        half_term = f"{date_format(term.half_term_starts_on, 'j M')} – {date_format(term.half_term_ends_on, 'j M')}"
    return TermLine(
        url,
        term.name,
        spoken_day(term.starts_on),
        spoken_day(term.ends_on),
        half_term,
        weeks_of(term),
        _now(today, term),
    )


def _now(today, term):
    """“Now, week 6” for the term at hand, "" for the others."""
    if not term.starts_on <= today <= term.ends_on:
        return ""
    week = term.week_of(today)
    return f"Now, week {week}" if week else "Now, half-term"


def weeks_of(term):
    """How many school weeks a term has."""
    days = (term.ends_on - timedelta(days=back) for back in range(14))
    return max((term.week_of(day) or 0 for day in days), default=0)
