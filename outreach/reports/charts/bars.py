"""Bars, one for each part: its name above, its number at the end, and a line where it stood in the period before."""

from outreach.reports.charts.colours import INK, MAIN
from outreach.reports.charts.lettering import above
from outreach.reports.charts.rows import said
from outreach.reports.charts.spec import BAR, FOR_NUMBER, layered, rects, rules, texts

APART = 12


def bars(table, width):
    """The Vega-Lite spec of a Table with one column."""
    most = max([row.values[0] or 0 for row in table.rows] + [row.before or 0 for row in table.rows]) or 1
    room = width - FOR_NUMBER
    boxes, marks, names, numbers, top = [], [], [], [], 0
    for row in table.rows:
        top = above(names, row.label, top, width)
        value = row.values[0] or 0
        end = value / most * room
        if value:
            boxes.append({"x": 0, "x2": max(end, 1), "y": top, "y2": top + BAR, "fill": MAIN})
        if row.before:
            x = row.before / most * room
            marks.append({"x": x, "x2": x, "y": top - 3, "y2": top + BAR + 3, "stroke": INK})
            end = max(end, x)
        numbers.append({"x": end + 8, "y": top + BAR / 2, "text": said(row.values[0])})
        top += BAR + APART
    height = top
    return layered(
        width,
        height,
        [
            rects(boxes, width, height),
            rules(marks, width, height),
            texts(names, width, height, align="left"),
            texts(numbers, width, height, align="left", fontWeight="bold"),
        ],
    )
