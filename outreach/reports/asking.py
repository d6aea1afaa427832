"""Figures are asked: many in one statement, and what is behind one number in another."""

from itertools import groupby

from outreach.reports.kept import kept_rows
from outreach.reports.scopes import Three
from outreach.reports.shape import Answer, Measure, Part
from outreach.reports.tables import with_tables

COLUMNS = "period, part, label, place, across, across_label, across_place, thing, amount"
AMOUNTS = {
    Measure.SUM: "sum(amount) {of}",
    Measure.MEDIAN: "(percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) {of})::numeric",
    Measure.DEEPEST: "max(amount) {of}",
}
FACTS = "SELECT {number} AS figure, {columns} FROM ({facts}) AS facts_of_{number}"
NUMBERS = """
    , facts AS ({facts})
    SELECT figure, part, min(label), across, min(across_label), min(across_place), {numbers}
    FROM facts GROUP BY figure, part, across
    ORDER BY figure, min(place), min(label), part, min(across_place), min(across_label), across
"""
BEHIND = """
    , facts AS ({facts})
    SELECT thing, sum(amount) FROM facts
    WHERE period = 0 AND part = coalesce(%(part)s, part) AND across = coalesce(%(across)s, across)
    GROUP BY thing ORDER BY thing
"""


def ask(scope, figures):
    """The Answers of figures in a Scope: dict of key → Answer. Two queries, one of them for what is kept."""
    facts = " UNION ALL ".join(
        FACTS.format(number=number, columns=COLUMNS, facts=figure.facts) for number, figure in enumerate(figures)
    )
    numbers = ", ".join(_added_up(figures, period) for period in range(3))
    rows = kept_rows(_in_front(facts, NUMBERS.format(facts=facts, numbers=numbers)), scope.params())
    parts = {number: list(of_it) for number, of_it in groupby(rows, key=lambda row: row[0])}
    return {figure.key: _answer(figure, parts.get(number, [])) for number, figure in enumerate(figures)}


def ask_one(scope, figure):
    """The Answer of one figure. One query."""
    return ask(scope, [figure])[figure.key]


def behind(scope, figure, part=None, across=None):
    """What is behind a number of the period itself: list of (key of the thing, amount). One query.

    Without `part` all that the figure counts; a thing that stands in several parts has its amounts added up.
    """
    facts = FACTS.format(number=0, columns=COLUMNS, facts=figure.facts)
    sql = _in_front(figure.facts, BEHIND.format(facts=facts))
    return kept_rows(sql, scope.params() | {"part": part, "across": across})


def _added_up(figures, period):
    """SQL for the number of a part in one of the periods: what its figure does with the amounts."""
    cases = ""
    for measure in (Measure.MEDIAN, Measure.DEEPEST):
        numbers = ", ".join(str(number) for number, figure in enumerate(figures) if figure.measure == measure)
        if numbers:
            of = f"FILTER (WHERE period = {period} AND figure IN ({numbers}))"
            cases += f"WHEN figure IN ({numbers}) THEN {AMOUNTS[measure].format(of=of)} "
    added = AMOUNTS[Measure.SUM].format(of=f"FILTER (WHERE period = {period})")
    return f"CASE {cases}ELSE {added} END" if cases else added


def _in_front(facts, rest):
    """The tables that the facts read, and the rest of the statement."""
    return with_tables(facts).removesuffix(facts).rstrip() + rest


def _answer(figure, rows):
    parts = tuple(
        Part(part, label, across, across_label, Three(*(_number(number, figure.measure) for number in numbers)), place)
        for _, part, label, across, across_label, place, *numbers in rows
    )
    return Answer(figure, parts, _whole(parts) if figure.adds_up and figure.measure == Measure.SUM else None)


def _whole(parts):
    """What parts add up to that have nothing in common; as they are shown, to a tenth."""
    columns = zip(*(part.numbers for part in parts), strict=True)
    return Three(*(round(sum(numbers), 1) for numbers in columns)) if parts else Three(0, 0, 0)


def _number(value, measure):
    """A number of the database as an int, or as a float where it is none; no fact is 0 of them, and no median."""
    if value is None:
        return 0 if measure == Measure.SUM else None
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else float(rounded)
