"""How old those are who will read what is in a box, as far as the topics that it serves say so."""

import re

OLDEST = 99
YEARS = range(1, 14)
NUMBER = re.compile(r"\d+")
# In year 6 they are between 10 and 12, whether a country begins with five or with six.
YOUNGEST_OF_A_YEAR, OLDEST_OF_A_YEAR = 4, 6


def ages_of(served):
    """(from, to) of all that is said, or None.

    `served`: rows of topic, reading age from and to, the name of a year level, and that of the year level of a class. A
    reading age says more than a year.
    """
    said = [(first or 0, last or OLDEST) for _, first, last, *_ in served if first is not None or last is not None]
    said += [
        ages
        for _, first, last, *levels in served
        if first is None and last is None
        for ages in map(_ages_of_year, levels)
        if ages
    ]
    return (min(first for first, _ in said), max(last for _, last in said)) if said else None


def _ages_of_year(name):
    """The ages of “Year 6”, “Years 5/6” or “Grade 6”; None for what names no year."""
    years = [int(number) for number in NUMBER.findall(name or "") if int(number) in YEARS]
    return (min(years) + YOUNGEST_OF_A_YEAR, max(years) + OLDEST_OF_A_YEAR) if years else None
