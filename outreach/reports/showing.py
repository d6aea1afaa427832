"""Figures as pages show them: drawn, in words, and as a table."""

from dataclasses import dataclass

from collab.addresses import address
from outreach.reports.charts.choosing import Chart, chart_of
from outreach.reports.charts.drawing import drawn_on_pages
from outreach.reports.charts.words import below, chart_in_words
from outreach.reports.lines import rows_of
from outreach.reports.seen import not_filtered
from outreach.reports.shape import Figure
from outreach.reports.ways import ways
from outreach.reports.words import name_of


@dataclass(frozen=True)
class Shown:
    """A figure as a page shows it: drawn, in words, and as a table."""

    figure: Figure
    url: str
    chart: Chart | None
    words: str
    below: str
    wide: str
    narrow: str
    rows: str
    is_empty: bool
    not_filtered: str


def shown(answers, asked, most):
    """Answers as Shown, in their order; all charts are drawn together."""
    known = known_ways(asked)
    charts = [chart_of(answer, known, most) for answer in answers]
    pictures = iter(drawn_on_pages([chart for chart in charts if chart]))
    drawings = [next(pictures) if chart else ("", "") for chart in charts]
    return [
        Shown(
            figure=answer.figure,
            url=url_of(answer.figure, asked),
            chart=chart,
            words=chart_in_words(chart) if chart else "",
            below=below(chart, name_of(asked.scope.periods.before)) if chart else "",
            wide=wide,
            narrow=narrow,
            rows=rows_of(answer, asked),
            is_empty=answer.is_empty,
            not_filtered=not_filtered(answer.figure, asked.scope),
        )
        for answer, chart, (wide, narrow) in zip(answers, charts, drawings, strict=True)
    ]


def known_ways(asked):
    """All departments, year levels and terms that a map has a place for."""
    offers = asked.offers
    return ways(
        asked.scope,
        departments=offers.filters.get("department", {}),
        year_levels=offers.filters["year_level"],
        terms=offers.periods.terms,
        today=offers.today,
    )


def url_of(figure, asked):
    """The address of the page of a figure."""
    return f"{address('figure', school_slug=asked.scope.school.slug, figure=figure.key)}{asked.address()}"
