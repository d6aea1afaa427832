"""What a chart shows, in words, for those who do not see it."""

from itertools import groupby

from outreach.reports.charts.rows import said
from outreach.reports.words import listed

MOST_SAID = 12


def chart_in_words(chart):
    """“Teachers who planned with the library, in teachers. Humanities: Reached 5, Not reached yet 2; Science: …”"""
    say = _map_values if chart.table.panels else _values
    rows = [f"{row.label}: {say(row, chart.table)}" for row in chart.table.rows]
    left = max(len(rows) - MOST_SAID, 0) + chart.left_out
    more = f" {left} more in the table." if left else ""
    notes = f" {chart.note}" if chart.note else ""
    between = ". " if chart.table.panels else "; "
    what = chart.title if chart.table.names else f"{chart.title}, in {chart.table.unit}"
    return f"{what}. {between.join(rows[:MOST_SAID])}.{more}{notes}"


def below(chart, before):
    """What is said below a chart: what its numbers are numbers of, and what it does not show by itself.

    `before`: the name of the period that the lines across its bars are of.
    """
    said_below = (
        "" if chart.table.names else f"In {chart.table.unit}.",
        f"The line across a bar is {before}." if chart.compares else "",
        f"{chart.left_out} more in the table." if chart.left_out else "",
        chart.note,
    )
    return " ".join(filter(None, said_below))


def _values(row, table):
    if table.columns == ("",):
        return said(row.values[0])
    found = [
        f"{column} {said(value)}" for column, value in zip(table.columns, row.values, strict=True) if value is not None
    ]
    return ", ".join(found) or "nothing"


def _map_values(row, table):
    """“Term 1, 2026: Collaboration in Year 7, no unit in Year 8 and Year 9; Term 2, 2026: no unit”"""
    if not any(value is not None for value in row.values):
        return "no unit"
    width = len(table.columns)
    found = [_panel(row.values[place * width : (place + 1) * width], table) for place in range(len(table.panels))]
    return "; ".join(f"{title}: {words}" if title else words for title, words in zip(table.panels, found, strict=True))


def _panel(values, table):
    if not any(value is not None for value in values):
        return "no unit"
    runs = groupby(zip(values, table.columns, strict=True), key=lambda cell: cell[0])
    return ", ".join(f"{_name(value, table)} in {listed([head for _, head in cells])}" for value, cells in runs)


def _name(value, table):
    return "no unit" if value is None else table.names[value]
