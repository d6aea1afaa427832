"""A report for people without an account: that report, and nothing else."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import public
from outreach.reports.published.pages import page_of
from outreach.reports.published.queries import version_behind
from outreach.reports.published.views import pdf_of


@require_safe
@public
def shared_report(request, token):
    """The newest version of the report behind an address; a kind page where the address leads nowhere any more."""
    version = version_behind(token)
    if version is None:
        return _gone(request)
    context = {"page": page_of(version.contents), "version": version, "token": token}
    return _private(render(request, "outreach/reports/published/shared.html", context))


@require_safe
@public
def shared_report_pdf(request, token):
    """Its PDF."""
    version = version_behind(token)
    return _gone(request) if version is None else _private(pdf_of(version))


def _gone(request):
    return _private(render(request, "outreach/reports/published/gone.html", status=404))


def _private(response):
    """An answer that tells nobody the address, and that no search engine keeps."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
