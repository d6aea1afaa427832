"""The chart of an answer for paper: as wide as its columns need, and never higher than a page."""

from outreach.reports.charts.choosing import chart_of
from outreach.reports.charts.drawing import drawn
from outreach.reports.charts.panels import width_of
from outreach.reports.charts.spec import Width
from outreach.reports.charts.words import below, chart_in_words

COLUMN = 16.6  # Centimetres of text across a page, and down it below a heading.
MOST_HIGH = 22
NOTHING = {"drawing": "", "below": "", "alternative": ""}
USUAL, WHOLE = 80, 100  # Per cent of the column.


def drawing_of(answer, known, before):
    """The SVG of an Answer's chart, how large it is set, what stands below it, and what it says in words.

    `before`: the name of the period that it is compared with. Empty texts where there is nothing to draw.
    A map of many rows has all its panels side by side, since a page is wider than a card.
    """
    chart = chart_of(answer, known)
    if chart is None:
        return NOTHING
    spec = chart.spec(width_of(chart.table) if chart.is_tall else Width.WIDE)
    [svg] = drawn([spec])
    share = WHOLE if chart.is_tall else USUAL
    width = COLUMN * share / 100
    return {
        "drawing": svg,
        "below": below(chart, before),
        "alternative": chart_in_words(chart),
        "width": min(width, MOST_HIGH * spec["width"] / spec["height"]),
    }
