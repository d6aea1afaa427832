"""A map: rows by columns, each cell with its number, the darker the more; an empty cell has a dash and no colour."""

from math import ceil

from outreach.reports.charts.colours import LINE, ON_STEPS, SOFT, STEPS
from outreach.reports.charts.rows import said
from outreach.reports.charts.spec import LABEL, layered, rects, rules, size, texts

CELL = 30
STEP = LABEL + CELL + 8
GAP = 2
LETTER = 0.56


def heat(table, width):
    """The Vega-Lite spec of a Table with two or more columns."""
    shared, heads = _shortened(table.columns)
    across = width / len(heads)
    is_turned = max(map(len, heads)) * LETTER * size(width) > across - GAP
    head = max(map(len, heads)) * LETTER * size(width) + 8 if is_turned else LABEL
    top = head + (LABEL if shared else 0)
    height = round(top + STEP * len(table.rows))
    most = max((value or 0 for row in table.rows for value in row.values), default=0)
    boxes, edges, names, numbers = [], [], [], []
    for place, row in enumerate(table.rows):
        y = top + place * STEP + LABEL
        names.append({"x": 0, "y": y - LABEL / 2, "text": row.label})
        for column, value in enumerate(row.values):
            x, x2 = column * across, (column + 1) * across - GAP
            step = _step(value, most)
            if step is None:
                edges.append({"x": x, "x2": x2, "y": y + CELL, "y2": y + CELL, "stroke": LINE})
            else:
                boxes.append({"x": x, "x2": x2, "y": y, "y2": y + CELL, "fill": STEPS[step]})
            ink = SOFT if step is None else ON_STEPS[step]
            numbers.append({"x": (x + x2) / 2, "y": y + CELL / 2, "text": said(value), "fill": ink})
    words = [
        {"x": (column + 0.5) * across - GAP / 2, "y": top - 4 if is_turned else top - LABEL / 2, "text": label}
        for column, label in enumerate(heads)
    ]
    turned = {"angle": -90, "align": "left"} if is_turned else {"align": "center"}
    return layered(
        width,
        height,
        [
            rects(boxes, width, height),
            rules(edges, width, height),
            texts(
                [{"x": 0, "y": LABEL / 2, "text": shared, "fill": SOFT}] if shared else [], width, height, align="left"
            ),
            texts(words, width, height, **turned),
            texts(names, width, height, align="left", limit=int(width)),
            texts(numbers, width, height, align="center"),
        ],
    )


def _step(value, most):
    """Which of the colours a number has: those of a scale of up to five are its steps. None for nothing, and for 0."""
    if not value:
        return None
    return min(ceil(value), 5) - 1 if most <= len(STEPS) else ceil(value / most * len(STEPS)) - 1


def _shortened(labels):
    """What all labels begin with, if it is a word, and the labels without it: “Year”, [“7”, “8”]."""
    word = labels[0].partition(" ")[0]
    if len(labels) < 2 or not all(label.startswith(f"{word} ") for label in labels):
        return "", list(labels)
    return word, [label.removeprefix(f"{word} ") for label in labels]
