"""A report for people without an account: that report, and nothing else."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.access import public
from collab.picture_answer import picture_response
from outreach.reports.drafts.story_pictures import PUBLIC
from outreach.reports.published.pages import page_of
from outreach.reports.published.pictures import picture_shown, pictures_shown
from outreach.reports.published.queries import newest_behind, version_behind
from outreach.reports.published.views import pdf_of


@require_safe
@public
def shared_report(request, token):
    """The newest version of the report behind an address; a kind page where the address leads nowhere any more."""
    version = version_behind(token)
    if version is None:
        return gone(request, newest_behind(token))
    shown = pictures_shown(version, PUBLIC, on=_today(version), at="shared_report_picture", token=token)
    context = {"page": page_of(version.contents, shown), "version": version, "token": token}
    return private(render(request, "outreach/reports/published/shared.html", context))


@require_safe
@public
def shared_report_pdf(request, token):
    """Its PDF."""
    version = version_behind(token)
    return gone(request, newest_behind(token)) if version is None else private(pdf_of(version))


@require_safe
@public
def shared_report_picture(request, token, digest):
    """A picture in it: the school's logo, or one that may be shown to everybody."""
    version = version_behind(token)
    picture = version and picture_shown(version, PUBLIC, digest, on=_today(version))
    return private(picture_response(picture)) if picture else gone(request)


def gone(request, withdrawn=None):
    """A kind page where an address leads nowhere any more, or to a version that was withdrawn."""
    context = {"withdrawn": withdrawn}
    page = render(request, "outreach/reports/published/gone.html", context, status=410 if withdrawn else 404)
    return private(page)


def private(response):
    """An answer that tells nobody the address, and that no search engine keeps."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _today(version):
    return version.report.school.day_of(timezone.now())
