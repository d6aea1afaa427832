"""Lines over the terms: a point with its number for each term, each line with its own dashes and shade."""

from itertools import pairwise

from outreach.reports.charts.colours import INK, LINE, STEPS
from outreach.reports.charts.legend import legend
from outreach.reports.charts.rows import said
from outreach.reports.charts.spec import LABEL, layered, rects, rules, texts

ROOM = 160
ABOVE = 22
OFF = (-16, 17, -16)  # Where the number of a point stands, in pixels from it.
SHADES = (STEPS[4], STEPS[2], STEPS[3])


def lines(table, width):
    """The Vega-Lite spec of a Table: a line for each row (three at most), a place for each column."""
    colours = SHADES[: len(table.rows)]
    marks, words, top = (
        legend([row.label for row in table.rows], colours, width) if len(table.rows) > 1 else ([], [], 0)
    )
    bottom = top + ABOVE + ROOM
    height = bottom + 2 * LABEL
    most = max((value or 0 for row in table.rows for value in row.values), default=0) or 1
    across = width / len(table.columns)
    strokes, points, numbers = [], [], []
    for row, colour, off in zip(table.rows, colours, OFF, strict=False):
        places = [
            ((column + 0.5) * across, bottom - value / most * ROOM, value)
            for column, value in enumerate(row.values)
            if value is not None
        ]
        strokes += [
            {"x": x, "y": y, "x2": x2, "y2": y2, "stroke": colour} for (x, y, _), (x2, y2, _) in pairwise(places)
        ]
        points += [{"x": x - 5, "x2": x + 5, "y": y - 5, "y2": y + 5, "fill": colour} for x, y, _ in places]
        numbers += [{"x": x, "y": y + off, "text": said(value), "fill": INK} for x, y, value in places]
    terms = [
        {"x": (column + 0.5) * across, "y": bottom + LABEL * (0.7 if column % 2 == 0 else 1.6), "text": label}
        for column, label in enumerate(table.columns)
    ]
    floor = [{"x": 0, "x2": int(width), "y": bottom, "y2": bottom, "stroke": LINE}]
    return layered(
        width,
        height,
        [
            rules(floor, width, height, thickness=1),
            rules(strokes, width, height, thickness=3),
            rects(marks + points, width, height),
            texts(words, width, height, align="left"),
            texts(numbers, width, height, align="center", fontWeight="bold"),
            texts(terms, width, height, align="center"),
        ],
    )
