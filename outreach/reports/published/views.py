"""Reports as they are read: the look ahead, what was published, its files, and its address for everybody else."""

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
from collab.paper.typst import CannotSet
from collab.picture_answer import FOR_GOOD, NEVER, picture_response
from outreach.reports.drafts import queries as drafts
from outreach.reports.drafts.pages import edit_address
from outreach.reports.drafts.views import keep
from outreach.reports.published import actions, queries
from outreach.reports.published.contents import contents_of
from outreach.reports.published.pages import page_of
from outreach.reports.published.pictures import LEADERS, addresses_shown, picture_shown, pictures_ahead
from outreach.reports.published.workbook import figure_table, workbook

NOT_SET = "The PDF could not be made, so nothing was published. The log of the server says why."
LONGEST_NAME = 80


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


@require_POST
@member(Role.LIBRARIAN)
def report_publish(request, school_slug, report_id):
    """Publishes what stands in the form, which is kept first, or what was looked at; and tells the leaders."""
    report = _report_or_404(request, report_id)
    if "version" in request.POST and (not_kept := keep(request, report, drafts.stories_of(report))):
        return not_kept
    try:
        seen = request.POST.get("seen", "")
        version = actions.publish(report=report, by=request.member, now=timezone.now(), seen=seen)
    except actions.ChangedSince as change:
        messages.error(request, str(change))
        return redirect("report_preview", school_slug=school_slug, report_id=report.pk)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect(edit_address(report))
    except CannotSet:
        messages.error(request, NOT_SET)
        return redirect(edit_address(report))
    told = len([reader for reader in actions.readers_of(report) if reader.pk != request.member.pk])
    messages.success(request, f"Version {version.number} is published. {_told(told)}")
    return redirect(report)


@require_safe
@member()
def report(request, school_slug, report_id):
    """The version of a report that was published last."""
    found = _report_or_404(request, report_id)
    version = drafts.newest_version(found)
    if version is None:
        if request.member.has_role(Role.LIBRARIAN):
            return redirect(edit_address(found))
        raise Http404
    context = {
        "report": found,
        "version": version,
        "versions": queries.versions_of(found),
        "page": page_of(version.contents, _pictures(request, version)),
        "may_write": request.member.has_role(Role.LIBRARIAN),
        "link": queries.link_of(found),
    }
    if context["may_write"] and context["link"]:
        context["shared_url"] = queries.address_of(context["link"])
    return render(request, "outreach/reports/published/report.html", context)


@require_safe
@member()
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
    return _do(request, found, actions.make_link, "Whoever has the address below can read this report, and no other.")


@require_POST
@member(Role.LIBRARIAN)
def report_link_revoke(request, school_slug, report_id):
    """The address leads nowhere from now on."""
    found = _report_or_404(request, report_id)
    return _do(request, found, actions.revoke_link, "The address leads nowhere from now on.")


def _pictures(request, version):
    """Where its pictures are that leaders may be shown today."""
    where = {"school_slug": request.member.school.slug, "report_id": version.report_id, "number": version.number}
    return addresses_shown(version, LEADERS, on=_today(request), at="report_picture", **where)


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
    return redirect(found)


def _told(number):
    if not number:
        return "There is nobody else to tell: no leader has an e-mail address here."
    return "One leader is told by mail." if number == 1 else f"{number} leaders are told by mail."


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
