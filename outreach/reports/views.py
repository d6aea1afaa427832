"""The leaders' page, all figures, one figure, and what is behind a number."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab import asked as given
from collab.access import member
from outreach.reports import pages
from outreach.reports.behind_page import behind_page
from outreach.reports.opened import asking, figure_or_404


@member()
@require_safe
@asking
def reports(request, asked):
    """What came of it, on one page: in words, in six charts at most, and the way to everything else."""
    return render(request, "outreach/reports/reports.html", pages.leaders_page(asked))


@member()
@require_safe
@asking
def figures(request, asked):
    """All figures, by section, each with its number."""
    return render(request, "outreach/reports/figures.html", pages.figures_page(asked))


@member()
@require_safe
@asking
def figure(request, asked, figure):
    """One figure: drawn, as a table with three periods, and how it is counted."""
    return render(request, "outreach/reports/figure.html", pages.figure_page(asked, figure_or_404(asked, figure)))


@member()
@require_safe
@asking
def figure_behind(request, asked, figure):
    """The plans, people, requests or loans behind a number."""
    context = behind_page(
        asked,
        figure_or_404(asked, figure),
        part=request.GET.get("part") or None,
        across=request.GET.get("across") or None,
        page=given.page(request.GET.get("page")),
        member=request.member,
    )
    return render(request, "outreach/reports/behind.html", context)
