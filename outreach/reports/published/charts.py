"""The charts of a published report as files for the school's newsletter, drawn from what was published."""

from hashlib import sha256

from django.core.cache import cache

from outreach.reports.charts.choosing import chart_of
from outreach.reports.charts.drawing import KEPT_FOR, as_file, as_png
from outreach.reports.charts.spec import Width
from outreach.reports.charts.words import chart_in_words
from outreach.reports.published.contents import answers_in, ways_in


def chart_svg(contents, key):
    """The chart of a figure as the SVG text of a file; None where the report has no such figure or nothing to draw."""
    answer = next((answer for answer in answers_in(contents) if answer.figure.key == key), None)
    chart = answer and chart_of(answer, ways_in(contents))
    if not chart:
        return None
    about = (contents["school"], contents["department"], contents["periods"][0]["name"])
    return as_file(chart.spec(Width.WIDE), chart.title, " · ".join(filter(None, about)), chart_in_words(chart))


def chart_png(contents, key):
    """The same as PNG, or None. It is kept a while: whoever has an address can ask for it again and again."""
    svg = chart_svg(contents, key)
    if svg is None:
        return None
    return cache.get_or_set(f"png:{sha256(svg.encode()).hexdigest()}", lambda: as_png(svg), KEPT_FOR)


KINDS = {"svg": (chart_svg, "image/svg+xml"), "png": (chart_png, "image/png")}
