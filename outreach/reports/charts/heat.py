"""A map: rows by columns, each cell with its number, the darker the more, in as many panels as the table has.

A cell without anything has a dash and no colour; on a scale whose steps have names it is an empty box, so that gaps
are seen, and the key says what each number stands for.
"""

from collections import defaultdict
from math import ceil

from outreach.reports.charts.colours import EDGE, INK, LINE, ON_STEPS, PAPER, SOFT, STEPS
from outreach.reports.charts.legend import legend
from outreach.reports.charts.lettering import above, long
from outreach.reports.charts.panels import GAP, panels_of
from outreach.reports.charts.rows import said
from outreach.reports.charts.spec import LABEL, dashed, layered, rects, rules, texts

CELL = 30
MOST_HEAD = 150  # Pixels of the name of a column that is turned.
BELOW, APART = 8, 12  # What is left free below a row, and below a line of panels.
NO_UNIT = "No unit"


def heat(table, width):
    """The Vega-Lite spec of a Table with two or more columns, or with panels."""
    shared, heads = _shortened(table.columns)
    panels = panels_of(table._replace(panels=_without_shared_end(table.panels)), width)
    widest = max(long(head, width) for head in heads)
    is_turned = widest > panels[0].cell - GAP
    marks = defaultdict(list)
    top = _key(marks, table, width)
    for line in range(panels[-1].line + 1):
        beside = [panel for panel in panels if panel.line == line]
        top = _title(marks, [(panel.left, panel.title) for panel in beside], INK, top)
        top = _title(marks, [(0, shared)], SOFT, top)
        top += min(widest, MOST_HEAD) + 8 if is_turned else LABEL
        for panel in beside:
            off = 4 if is_turned else LABEL / 2
            marks["heads"] += [
                {"x": panel.middle(place), "y": top - off, "text": head} for place, head in enumerate(heads)
            ]
        for row in table.rows:
            top = above(marks["names"], row.label, top, width)
            for panel in beside:
                _cells(marks, table, panel, row.values[panel.first : panel.first + len(heads)], top)
            top += CELL + BELOW
        top += APART
    return _spec(marks, width, round(top - APART), is_turned, panels[0].cell * len(heads))


def _spec(marks, width, height, is_turned, room):
    """The layers, from the ground up."""
    turned = {"angle": -90, "align": "left", "limit": MOST_HEAD} if is_turned else {"align": "center"}
    return layered(
        width,
        height,
        [
            rects(marks["cells"], width, height),
            dashed(marks["gaps"], width, height),
            rules(marks["edges"], width, height),
            texts(marks["key"], width, height, align="left"),
            texts(marks["titles"], width, height, align="left", limit=int(room)),
            texts(marks["heads"], width, height, **turned),
            texts(marks["names"], width, height, align="left"),
            texts(marks["numbers"], width, height, align="center"),
        ],
    )


def _key(marks, table, width):
    """What the numbers of a scale stand for, in the colours of their cells; how high it is."""
    if not table.names:
        return 0
    values = {value for row in table.rows for value in row.values}
    steps = [*range(1, len(table.names)), *(value for value in (0, None) if value in values)]
    words = [NO_UNIT if step is None else f"{step} {table.names[step]}" for step in steps]
    boxes, marks["key"], height = legend(words, steps, width)
    for box in boxes:
        _cell(marks, table, box.pop("fill"), box)
    return height


def _title(marks, titles, ink, top):
    """A line of words above panels, where there are any; where the next line begins."""
    found = [{"x": left, "y": top + LABEL / 2, "text": text, "fill": ink} for left, text in titles if text]
    marks["titles"] += found
    return top + LABEL if found else top


def _cells(marks, table, panel, values, top):
    for column, value in enumerate(values):
        box = {"x": panel.edge(column), "x2": panel.end(column), "y": top, "y2": top + CELL}
        ink = _cell(marks, table, value, box)
        if value is not None or not table.names:
            marks["numbers"].append({"x": panel.middle(column), "y": top + CELL / 2, "text": said(value), "fill": ink})


def _cell(marks, table, value, box):
    """Puts a cell into its layer; the colour of what is written on it."""
    step = _step(value, table)
    if step is not None:
        marks["cells"].append(box | {"fill": STEPS[step]})
        return ON_STEPS[step]
    if not table.names:
        marks["edges"].append(box | {"y": box["y2"], "stroke": LINE})
    elif value is None:
        marks["gaps"].append(box | {"stroke": EDGE})
    else:
        marks["cells"].append(box | {"fill": PAPER, "stroke": EDGE})
    return SOFT


def _step(value, table):
    """Which of the colours a number has: those of a scale of up to five are its steps. None for nothing, and for 0.

    Steps with names have the colours that they have as stretches of bars, where the lightest is for what is missing.
    """
    if not value:
        return None
    if table.names:
        return value
    most = max(value or 0 for row in table.rows for value in row.values)
    return min(ceil(value), 5) - 1 if most <= len(STEPS) else ceil(value / most * len(STEPS)) - 1


def _shortened(labels):
    """What all labels begin with, if it is a word, and the labels without it: “Year”, [“7”, “8”]."""
    word = labels[0].partition(" ")[0]
    if len(labels) < 2 or not all(label.startswith(f"{word} ") for label in labels):
        return "", list(labels)
    return word, [label.removeprefix(f"{word} ") for label in labels]


def _without_shared_end(titles):
    """Titles of panels without what all of them end with: “Term 1” and “Term 2” of one year."""
    ends = {title.rpartition(", ")[2] for title in titles}
    return tuple(title.rpartition(", ")[0] or title for title in titles) if len(ends) == 1 < len(titles) else titles
