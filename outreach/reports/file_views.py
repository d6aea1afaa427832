"""A figure to take home: its table as CSV and XLSX, its chart as SVG and PNG."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from collab.access import member
from collab.downloads import Sheet, csv_response, workbook_response
from outreach.reports import taken_home
from outreach.reports.asking import ask_one
from outreach.reports.charts.choosing import chart_of
from outreach.reports.charts.drawing import as_png
from outreach.reports.opened import asking, figure_or_404
from outreach.reports.showing import known_ways


@member()
@require_safe
@asking
def figure_csv(request, asked, figure):
    """The table as CSV; what it is about stands above it."""
    found = figure_or_404(asked, figure)
    [first, *about] = taken_home.about(asked, found)
    lines = [*about, (), taken_home.header(asked, found), *taken_home.rows(ask_one(asked.scope, found))]
    return csv_response(taken_home.file_name(asked, found), first, lines)


@member()
@require_safe
@asking
def figure_xlsx(request, asked, figure):
    """The table as XLSX; what it is about stands above it."""
    found = figure_or_404(asked, figure)
    rows = taken_home.rows(ask_one(asked.scope, found))
    above = (*taken_home.about(asked, found), ())
    sheet = Sheet(found.title, taken_home.header(asked, found), rows, above)
    return workbook_response(taken_home.file_name(asked, found), [sheet])


@member()
@require_safe
@asking
def chart_svg(request, asked, figure):
    """The chart as SVG."""
    svg, name = _picture(asked, figure)
    return _file(svg, "image/svg+xml", f"{name}.svg")


@member()
@require_safe
@asking
def chart_png(request, asked, figure):
    """The chart as PNG."""
    svg, name = _picture(asked, figure)
    return _file(as_png(svg), "image/png", f"{name}.png")


def _picture(asked, key):
    """The chart of a figure as SVG, and the name of its file; 404 where there is nothing to draw."""
    figure = figure_or_404(asked, key)
    chart = chart_of(ask_one(asked.scope, figure), known_ways(asked))
    if chart is None:
        raise Http404
    return taken_home.picture(asked, chart), taken_home.file_name(asked, figure)


def _file(content, kind, name):
    disposition = content_disposition_header(True, name)
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
