"""Reports as they are read: the look ahead, what was published, its files, and its address for everybody else."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from collab.access import member
from collab.errors import Refused
from collab.models import Role
from collab.picture_answer import FOR_GOOD, NEVER, picture_response
from outreach.reports.drafts import queries as drafts
from outreach.reports.drafts.pages import edit_address
from outreach.reports.drafts.story_pictures import LEADERS
from outreach.reports.published import actions, queries
from outreach.reports.published.contents import contents_of
from outreach.reports.published.pages import page_of
from outreach.reports.published.pictures import picture_shown, pictures_ahead, pictures_shown
from outreach.reports.published.workbook import figure_table, workbook

LONGEST_NAME = 80


def _or_newest(view):
    """Of a version that was withdrawn, the page of its report: it says so, or has what was published since."""

    @wraps(view)
    def shown(request, school_slug, report_id, number):
        if queries.was_withdrawn_from(request.member, report_id, number):
            return redirect("report", school_slug=school_slug, report_id=report_id)
        return view(request, school_slug, report_id, number)

    return shown


@require_safe
@member(Role.LIBRARIAN)
def report_preview(request, school_slug, report_id):
    """The draft as it would be published now."""
    report = _report_or_404(request, report_id)
    try:
        contents = contents_of(report, on=report.school.day_of(timezone.now()))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(edit_address(report))
    pictures = pictures_ahead(report, contents)
    context = {"report": report, "page": page_of(contents, pictures), "edit_url": edit_address(report)}
    context["seen"] = actions.words_seen(contents)
    return render(request, "outreach/reports/published/preview.html", context)


@require_safe
@member()
def report(request, school_slug, report_id):
    """The version of a report that was published last."""
    found = _report_or_404(request, report_id)
    version, may_write = drafts.newest_version(found), request.member.has_role(Role.LIBRARIAN)
    if version is None:
        if may_write:
            return redirect(edit_address(found))
        raise Http404
    if version.withdrawn_at and not may_write:
        return render(request, "outreach/reports/published/withdrawn.html", {"version": version}, status=410)
    context = {
        "report": found,
        "version": version,
        "versions": queries.versions_of(found, for_librarians=may_write),
        "page": page_of(version.contents, _pictures(request, version)),
        "may_write": may_write,
        "link": queries.link_of(found),
        "address_is_open": "address" in request.GET,
    }
    if context["may_write"] and context["link"]:
        context["shared_url"] = queries.address_of(context["link"])
    return render(request, "outreach/reports/published/report.html", context)


@require_safe
@member()
@_or_newest
def report_version(request, school_slug, report_id, number):
    """An earlier version, as it was published."""
    version = _version_or_404(request, report_id, number)
    context = {"report": version.report, "version": version}
    context["page"] = page_of(version.contents, _pictures(request, version))
    return render(request, "outreach/reports/published/version.html", context)


@require_safe
@member()
def report_picture(request, school_slug, report_id, number, digest):
    """A picture of a version: the school's logo as it was, or one that leaders may be shown."""
    version = _version_or_404(request, report_id, number)
    picture = picture_shown(version, LEADERS, digest, on=_today(request))
    if picture is None:
        raise Http404
    return picture_response(picture, keep=FOR_GOOD if picture.file_id is None else NEVER)


@require_safe
@member()
@_or_newest
def report_pdf(request, school_slug, report_id, number):
    """The PDF of a version, as it was made when it was published."""
    return pdf_of(_version_or_404(request, report_id, number))


@require_safe
@member()
def report_workbook(request, school_slug, report_id, number):
    """All figures of a version as a workbook, a sheet for each."""
    version = _version_or_404(request, report_id, number)
    return workbook(version.contents, file_name(version), made_at=version.published_at)


@require_safe
@member()
def report_table(request, school_slug, report_id, number, key):
    """One figure of a version as CSV."""
    version = _version_or_404(request, report_id, number)
    table = figure_table(version.contents, key)
    if table is None:
        raise Http404
    return table


@require_POST
@member(Role.LIBRARIAN)
def report_link(request, school_slug, report_id):
    """An address for people without an account."""
    found = _report_or_404(request, report_id)
    if drafts.newest_version(found) is None:
        raise Http404
    return _do(request, found, actions.make_link, "Whoever has the address can read this report, and no other.")


@require_POST
@member(Role.LIBRARIAN)
def report_link_revoke(request, school_slug, report_id):
    """The address leads nowhere from now on."""
    found = _report_or_404(request, report_id)
    return _do(request, found, actions.revoke_link, "The address leads nowhere from now on.")


def _pictures(request, version):
    """Where its pictures are that leaders may be shown today."""
    where = {"school_slug": request.member.school.slug, "report_id": version.report_id, "number": version.number}
    return pictures_shown(version, LEADERS, on=_today(request), at="report_picture", **where)


def _today(request):
    return request.member.school.day_of(timezone.now())


def pdf_of(version):
    """The PDF of a ReportVersion as an answer."""
    response = HttpResponse(bytes(version.pdf), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{file_name(version)}.pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def file_name(version):
    """“the-library-school-year-2026-version-1”"""
    title = slugify(version.contents["title"], allow_unicode=True)[:LONGEST_NAME].strip("-") or "report"
    return f"{title}-version-{version.number}"


def _do(request, found, act, said):
    try:
        act(report=found, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(f"{found.get_absolute_url()}?address#address")


def _report_or_404(request, report_id):
    found = drafts.draft_of(request.member, report_id)
    if found is None:
        raise Http404
    return found


def _version_or_404(request, report_id, number):
    version = queries.version_of(request.member, report_id, number)
    if version is None:
        raise Http404
    return version
