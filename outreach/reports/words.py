"""How reports speak: periods, numbers with what they count, and what a chart shows."""

from collab.when import dates
from outreach.reports.charts.rows import said
from outreach.reports.periods import Kind

ENDS = (("ies", "y"), ("xes", "x"), ("sses", "ss"), ("ches", "ch"), ("s", ""))

MANY = {
    "Criterion": "criteria",
    "Criteria": "sorts of criteria",
    "Kind of standard": "kinds of standards",
    "Unit and its starting need": "units with their starting need",
}


def name_of(period):
    """“School year 2026”, “Term 3, 2026”, or its dates."""
    return period.name or dates(period.starts_on, period.ends_on)


def when(period, today):
    """As a part of a sentence: “this school year”, “in Term 3, 2025”, “between 9 Nov 2026 and 4 Dec 2026”."""
    if period.starts_on == period.ends_on:
        return f"on {dates(period.starts_on, period.ends_on)}"
    if period.kind == Kind.DAYS:
        return f"between {dates(period.starts_on, period.starts_on)} and {dates(period.ends_on, period.ends_on)}"
    if today in period:
        return {Kind.YEAR: "this school year", Kind.TERM: "this term", Kind.QUARTER: "this quarter"}[period.kind]
    name = period.name
    return f"in the {name[0].lower()}{name[1:]}" if period.kind == Kind.YEAR else f"in {name}"


def counted(number, unit):
    """“1 teacher”, “18 teachers”, “1 hour of lessons”; `unit` is the word for many."""
    return f"{said(number)} {one(unit) if number == 1 else unit}"


def one(unit):
    """The word for one of a unit: “box” of “boxes”; of several words the first one changes."""
    word, space, rest = unit.partition(" ")
    for many, single in ENDS:
        if word.endswith(many) and not word.endswith("ss"):
            return f"{word.removesuffix(many)}{single}{space}{rest}"
    return unit


def in_parts(number, way):
    """How many things a way parts a number into: “1 department”, “3 criteria”; `way` is the head of their column."""
    return f"{said(number)} {way.lower() if number == 1 else MANY.get(way, f'{way.lower()}s')}"


def either(names):
    """“Secure”, “Secure or Extending”, “Good, better or best”"""
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def listed(names):
    """“Art”, “Art and Music”, “Art, Music and Science”"""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
