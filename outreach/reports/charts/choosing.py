"""Which chart an answer gets: by the shape of its parts, so that a new figure has one without a further line."""

from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from outreach.reports.charts.bars import bars
from outreach.reports.charts.heat import heat
from outreach.reports.charts.lines import lines
from outreach.reports.charts.mapping import map_of
from outreach.reports.charts.rows import Row, Table
from outreach.reports.charts.stacks import stacks
from outreach.reports.shape import TERM_AND_YEAR_LEVEL, Measure
from outreach.reports.words import counted

TERM, SCHOOL_YEAR = "Term", "School year"
SCALES = frozenset({"Level", "Reached", "Outcome"})  # Ways to part a number that have an order or two sides.
MOST_COLOURS, MOST_LINES, MOST_ROWS, MANY_ROWS = 5, 3, 12, 6


@dataclass(frozen=True)
class Chart:
    """What is drawn of which Table, and how (bars, stacks, heat, lines). `left_out`: rows without room in it.

    `note`: what else is to be said below it.
    """

    title: str
    draw: object
    table: Table
    left_out: int = 0
    compares: bool = False
    note: str = ""

    @property
    def kind(self):
        return self.draw.__name__

    @property
    def is_tall(self):
        """Whether it needs the room of two charts."""
        return bool(self.table.panels) and len(self.table.rows) >= MANY_ROWS

    def spec(self, width):
        return self.draw(self.table, width)


def chart_of(answer, known=None, most=MOST_ROWS):
    """The Chart of an Answer for its period, or None where there is nothing to draw, or one number alone.

    `known`: all there is of some ways to part a number (“Department” → {key: name}), so that a map shows its gaps.
    `most`: for how many rows there is room; a map that shows its gaps has all of them.
    """
    figure = answer.figure
    parts = _parts(answer)
    if answer.is_empty_now or (len(parts) < 2 and figure.measure == Measure.SUM):
        return None
    if figure.across_by == TERM_AND_YEAR_LEVEL:
        return _map(answer, parts, known or {})
    labels = {part.part: part.label for part in parts}
    acrosses = {part.across: part.across_label for part in sorted(parts, key=attrgetter("across_place"))}
    is_map = figure.measure == Measure.DEEPEST and len(acrosses) > 1
    if is_map and known:
        labels = known.get(figure.parted_by, {}) | labels
        acrosses = known.get(figure.across_by, {}) | acrosses
    if acrosses == {"": ""} or (len(acrosses) == 1 and figure.measure != Measure.SUM):
        return _one_way(answer, parts, most)
    return _two_ways(answer, labels, acrosses, len(labels) if is_map and known else most)


def _parts(answer):
    """The parts that a chart is made of: one-way ones as they are; of two-way ones those that the period itself has."""
    if not any(part.across for part in answer.parts):
        return list(answer.parts)
    is_sum = answer.figure.measure == Measure.SUM
    return [part for part in answer.parts if (part.numbers.now if is_sum else part.numbers.now is not None)]


def _one_way(answer, parts, most):
    figure = answer.figure
    if figure.parted_by == TERM and figure.measure == Measure.SUM:
        labels = tuple(part.label for part in parts)
        row = Row(figure.title, tuple(part.numbers.now for part in parts))
        return Chart(figure.title, lines, Table(labels, (row,), figure.unit))
    rows = [Row(part.label, (part.numbers.now,), part.numbers.before) for part in parts]
    rows, left_out = _foremost(rows, most)
    return Chart(
        figure.title, bars, Table(("",), rows, figure.unit), left_out, compares=any(row.before for row in rows)
    )


def _map(answer, parts, known):
    table, earlier = map_of(answer.figure, parts, known)
    verb = "is" if earlier == 1 else "are"
    note = f"{counted(earlier, 'terms')} before these {verb} in the table." if earlier else ""
    return Chart(answer.figure.title, heat, table, note=note)


def _two_ways(answer, labels, acrosses, most):
    figure = answer.figure
    table = partial(_table, answer, most)
    if figure.across_by == SCHOOL_YEAR and len(labels) <= MOST_LINES:
        return Chart(figure.title, lines, *table(labels, acrosses))
    if figure.measure != Measure.SUM:
        return Chart(figure.title, heat, *table(labels, acrosses))
    if figure.across_by == TERM and figure.parted_by not in SCALES and len(labels) <= MOST_LINES:
        return Chart(figure.title, lines, *table(labels, acrosses, nothing=0))
    if _become_colours(figure, figure.across_by, acrosses, figure.parted_by, labels):
        return Chart(figure.title, stacks, *table(labels, acrosses))
    if _become_colours(figure, figure.parted_by, labels, figure.across_by, acrosses):
        return Chart(figure.title, stacks, *table(acrosses, labels, is_turned=True))
    return Chart(figure.title, heat, *table(labels, acrosses, zero=None))


def _become_colours(figure, by, values, other_by, others):
    """Whether the values of one way become the stretches of bars, one for each value of the other way.

    They are few; they are a scale, or, where neither way is one, things that add up and are not more than the others.
    """
    if len(values) > MOST_COLOURS:
        return False
    return by in SCALES or (other_by not in SCALES and figure.adds_up and len(values) <= len(others))


def _table(answer, most, rows, columns, is_turned=False, nothing=None, zero=0):
    """A Table of the numbers by part and across, or turned round, and how many rows are left out of it.

    `nothing` and `zero`: what stands where there is no number, and where another period alone has one.
    """
    numbers = {(part.part, part.across): zero if part.numbers.now == 0 else part.numbers.now for part in answer.parts}
    found = [
        Row(label, tuple(numbers.get((column, row) if is_turned else (row, column), nothing) for column in columns))
        for row, label in rows.items()
    ]
    found, left_out = _foremost(found, most)
    return Table(tuple(columns.values()), found, answer.figure.unit), left_out


def _foremost(rows, most):
    """As many rows as a chart takes, the largest of them where there are more, and how many are left out."""
    if len(rows) <= most:
        return tuple(rows), 0
    ranked = sorted(range(len(rows)), key=lambda place: -sum(filter(None, rows[place].values)))
    kept = sorted(ranked[:most])
    return tuple(rows[place] for place in kept), len(rows) - most
