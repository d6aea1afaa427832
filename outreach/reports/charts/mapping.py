"""The table of a map over the terms: a panel for each term, in it rows by year levels, and a place for each gap."""

from outreach.reports.charts.rows import Row, Table
from outreach.reports.shape import BETWEEN

MOST_PANELS = 5
OUTSIDE = "0"  # The key of what lies outside the terms.


def map_of(figure, parts, known):
    """A Table of the Parts that the period has, and how many of its terms have no room in it: the earliest.

    `known`: “Department”, “Year level” and “Term” → {key: name}, all that there is, for the gaps.
    """
    numbers = {(part.part, part.across): part.numbers.now for part in parts}
    rows = known.get(figure.parted_by, {}) | {part.part: part.label for part in parts}
    terms, levels = known.get("Term", {}), known.get("Year level", {})
    for part in sorted(parts, key=_place_of_level):
        term, level = part.across.split("-")
        title, _, head = part.across_label.partition(BETWEEN)
        terms, levels = terms | {term: title}, levels | {level: head}
    order = sorted(terms, key=lambda term: (term == OUTSIDE, int(term)))
    shown = order[-MOST_PANELS:]
    table = Table(
        columns=tuple(levels.values()),
        rows=tuple(
            Row(label, tuple(numbers.get((row, f"{term}-{level}")) for term in shown for level in levels))
            for row, label in rows.items()
        ),
        unit=figure.unit,
        panels=tuple(terms[term] for term in shown),
        names=figure.names,
    )
    return table, len(order) - len(shown)


def _place_of_level(part):
    """The second half of the place: that of the year level, without that of the term."""
    return part.across_place[len(part.across_place) // 2 :]
