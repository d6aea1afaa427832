"""The chart of an answer for paper."""

from outreach.reports.charts.choosing import chart_of
from outreach.reports.charts.drawing import drawn
from outreach.reports.charts.spec import Width
from outreach.reports.charts.words import chart_in_words


def drawing_of(answer, known):
    """The SVG of an Answer's chart and what it says in words; two empty texts where there is nothing to draw."""
    chart = chart_of(answer, known)
    if chart is None:
        return {"drawing": "", "alternative": ""}
    [svg] = drawn([chart.spec(Width.WIDE)])
    return {"drawing": svg, "alternative": chart_in_words(chart)}
