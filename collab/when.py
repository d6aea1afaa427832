"""Times as a school writes them: “Term 3, weeks 4–8”, “Saved 10:42”."""

from django.utils.formats import date_format
from django.utils.timezone import localtime


def weeks(term, starts_on, ends_on):
    """“Term 3, weeks 4–8”, from a Term (or None) and two dates (or None); empty when nothing is known.

    The year is named where the dates are not: a term's name comes back every year.
    """
    if term is None:
        return dates(starts_on, ends_on)
    first = term.week_of(starts_on) if starts_on else None
    last = term.week_of(ends_on) if ends_on else None
    if first and last and last > first:
        return f"{term.name}, weeks {first}–{last}"
    if first and ends_on and ends_on > term.ends_on:
        return f"{term.name}, from week {first}"
    if first or last:
        return f"{term.name}, week {first or last}"
    return str(term)


def dates(starts_on, ends_on):
    """“9 Nov – 4 Dec 2026”; one date alone is written as itself; empty for none."""
    known = [day for day in (starts_on, ends_on) if day]
    if len(known) < 2 or starts_on == ends_on:
        return date_format(known[0], "j M Y") if known else ""
    first = date_format(starts_on, "j M" if starts_on.year == ends_on.year else "j M Y")
    return f"{first} – {date_format(ends_on, 'j M Y')}"


def clock(moment, now):
    """A moment as people say it: “10:42” today, “18 Nov, 10:42” this year, “18 Nov 2025” before, in local time."""
    moment, now = localtime(moment), localtime(now)
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment:%-d %b, %H:%M}" if moment.year == now.year else f"{moment:%-d %b %Y}"
