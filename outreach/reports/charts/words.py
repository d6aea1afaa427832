"""What a chart shows, in words, for those who do not see it."""

from outreach.reports.charts.rows import said

MOST_SAID = 12


def chart_in_words(chart):
    """“Teachers who planned with the library, in teachers. Humanities: Reached 5, Not reached yet 2; Science: …”"""
    rows = [f"{row.label}: {_values(row, chart.table.columns)}" for row in chart.table.rows]
    left = max(len(rows) - MOST_SAID, 0) + chart.left_out
    more = f" {left} more in the table." if left else ""
    return f"{chart.title}, in {chart.table.unit}. {'; '.join(rows[:MOST_SAID])}.{more}"


def _values(row, columns):
    if columns == ("",):
        return said(row.values[0])
    found = [f"{column} {said(value)}" for column, value in zip(columns, row.values, strict=True) if value is not None]
    return ", ".join(found) or "nothing"
