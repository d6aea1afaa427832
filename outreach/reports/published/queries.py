"""Named reads of what was published."""

from datetime import date

from django.db.models.fields.json import KT

from collab.models import Role
from outreach.letters.links import read, url_of
from outreach.models import ReportLink, ReportVersion
from outreach.reports.drafts.queries import reports_of

LINK = "shared_report"


def version_of(member, report_id, number):
    """One version of a report that a member may read, with its report and its PDF, or None.

    One that was withdrawn is there for librarians alone.
    """
    found = _versions(member, report_id, number)
    if not member.has_role(Role.LIBRARIAN):
        found = found.filter(withdrawn_at__isnull=True)
    return found.select_related("report__school", "published_by").first()


def was_withdrawn_from(member, report_id, number):
    """Whether a member could read a version until it was withdrawn. Librarians still do."""
    if member.has_role(Role.LIBRARIAN):
        return False
    return _versions(member, report_id, number).filter(withdrawn_at__isnull=False).exists()


def _versions(member, report_id, number):
    reports = reports_of(member).values("pk")
    return ReportVersion.objects.filter(report__in=reports, report=report_id, number=number)


def newest_to_read(member):
    """What was published last of all that a member may read: its `report`, `title` and `on`, the day; or None."""
    found = ReportVersion.objects.filter(report__in=reports_of(member).values("pk"), withdrawn_at__isnull=True)
    return found.order_by("-published_at").values("report", title=KT("contents__title"), on=KT("contents__on")).first()


def versions_of(report, *, for_librarians=False):
    """The versions of a report, the newest first: list of (number, day, who published it, whether it is withdrawn).

    Day and name as the version says them. Those that were withdrawn are for librarians alone.
    """
    found = ReportVersion.objects.filter(report=report).order_by("-number")
    if not for_librarians:
        found = found.filter(withdrawn_at__isnull=True)
    said = found.values_list("number", KT("contents__on"), KT("contents__by"), "withdrawn_at")
    return [(number, date.fromisoformat(on), by or "", bool(withdrawn)) for number, on, by, withdrawn in said]


def link_of(report):
    """The address that stands, or None."""
    return report.links.filter(revoked_at__isnull=True).select_related("created_by").first()


def stands_for(link):
    """What the token of an address stands for (see `outreach.letters.links`)."""
    return f"{link.pk}-{link.nonce}"


def address_of(link):
    """The address that a ReportLink stands for, whole."""
    return url_of(LINK, stands_for(link))


def version_behind(token):
    """The newest version of the report that an address leads to; None where it was revoked, or never was, or where
    the report was withdrawn."""
    version = newest_behind(token)
    return None if version is None or version.withdrawn_at else version


def newest_behind(token):
    """The same, withdrawn or not."""
    key, _, nonce = (read(LINK, token) or "").partition("-")
    if not key.isdecimal():
        return None
    link = ReportLink.objects.filter(pk=key, nonce=nonce, revoked_at__isnull=True).first()
    if link is None:
        return None
    return ReportVersion.objects.filter(report=link.report_id).select_related("report__school").first()
