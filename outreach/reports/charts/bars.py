"""Bars, one for each part: its name above, its number at the end, and a line where it stood in the period before."""

from outreach.reports.charts.colours import INK, MAIN
from outreach.reports.charts.rows import said
from outreach.reports.charts.spec import BAR, FOR_NUMBER, LABEL, layered, rects, rules, texts

STEP = LABEL + BAR + 12


def bars(table, width):
    """The Vega-Lite spec of a Table with one column."""
    height = STEP * len(table.rows)
    most = max([row.values[0] or 0 for row in table.rows] + [row.before or 0 for row in table.rows]) or 1
    room = width - FOR_NUMBER
    boxes, marks, names, numbers = [], [], [], []
    for place, row in enumerate(table.rows):
        top = place * STEP + LABEL
        value = row.values[0] or 0
        end = max(value / most * room, 1)
        boxes.append({"x": 0, "x2": end, "y": top, "y2": top + BAR, "fill": MAIN})
        names.append({"x": 0, "y": top - LABEL / 2, "text": row.label})
        if row.before:
            x = row.before / most * room
            marks.append({"x": x, "x2": x, "y": top - 3, "y2": top + BAR + 3, "stroke": INK})
            end = max(end, x)
        numbers.append({"x": end + 8, "y": top + BAR / 2, "text": said(row.values[0])})
    return layered(
        width,
        height,
        [
            rects(boxes, width, height),
            rules(marks, width, height),
            texts(names, width, height, align="left", limit=int(width)),
            texts(numbers, width, height, align="left", fontWeight="bold"),
        ],
    )
