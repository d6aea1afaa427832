"""Stacked bars: a bar for each row, in it a stretch for each column, from light to dark in their order."""

from outreach.reports.charts.colours import PAPER, shades
from outreach.reports.charts.legend import legend
from outreach.reports.charts.lettering import above
from outreach.reports.charts.rows import said
from outreach.reports.charts.spec import FOR_NUMBER, layered, rects, rules, size, texts

BAR = 26
APART = 10
DIGIT = 0.62  # How wide a digit is, of the size of its type.


def stacks(table, width):
    """The Vega-Lite spec of a Table whose columns (five at most) are parts of a whole."""
    colours = shades(table.columns)
    marks, words, top = legend(table.columns, [colour for colour, _ in colours], width)
    most = max(sum(filter(None, row.values)) for row in table.rows) or 1
    room = (width - FOR_NUMBER) / most
    boxes, gaps, names, numbers, wholes = [], [], [], [], []
    for row in table.rows:
        y = above(names, row.label, top, width)
        x = 0
        for value, (colour, ink) in zip(row.values, colours, strict=True):
            if not value:
                continue
            end = x + value * room
            boxes.append({"x": x, "x2": end, "y": y, "y2": y + BAR, "fill": colour})
            gaps.append({"x": end, "x2": end, "y": y, "y2": y + BAR, "stroke": PAPER})
            if end - x >= (len(said(value)) + 1) * DIGIT * size(width):
                numbers.append({"x": (x + end) / 2, "y": y + BAR / 2, "text": said(value), "fill": ink})
            x = end
        wholes.append({"x": x + 8, "y": y + BAR / 2, "text": said(sum(filter(None, row.values)))})
        top = y + BAR + APART
    height = top
    return layered(
        width,
        height,
        [
            rects(marks + boxes, width, height),
            rules(gaps, width, height),
            texts(words + names, width, height, align="left"),
            texts(numbers, width, height, align="center"),
            texts(wholes, width, height, align="left", fontWeight="bold"),
        ],
    )
