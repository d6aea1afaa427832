"""Named writes around publishing: a version, the address for people without an account, and the mail that tells."""

import json
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from collab.addresses import address
from collab.errors import AlreadyDone, Refused, RowGone
from collab.models import Member, Role
from outreach.letters.mould import Mould
from outreach.letters.plain import plain
from outreach.models import Message, Report, ReportLink, ReportVersion
from outreach.outbox.posting import can_be_written_to, message_to, post
from outreach.reports.published.contents import contents_of
from outreach.reports.published.document import report_pdf
from outreach.reports.published.pictures import hold_logo, keep_pictures, pictures_for


class ChangedSince(Refused):
    """What would be published is not what was looked at."""

    def __init__(self):
        super().__init__("The report was changed after you looked at it. Here it is as it stands now.")


@transaction.atomic
def publish(*, report, by, now, seen=""):
    """Makes the next version of a report as it stands, and tells the leaders. Returns the ReportVersion.

    `seen`: what `words_seen` said of the contents that `by` looked at, if they did. Raises `RowGone`, `ChangedSince`,
    `Refused` for a draft that was removed or has lost its department, `AlreadyDone` where the last version says the
    same, and `collab.paper.typst.CannotSet`.
    """
    current = (
        Report.objects.select_for_update(of=("self",))
        .select_related("school", "department", "removed_by")
        .filter(pk=report.pk)
        .first()
    )
    if current is None:
        raise RowGone
    if current.removed_at:
        raise Refused(f"{current.removed_by} removed this draft. Save it, and it is back.")
    hold_logo(current)
    contents = _kept(contents_of(current, on=current.school.day_of(now)) | {"by": by.name})
    if seen and seen != words_seen(contents):
        raise ChangedSince
    last = ReportVersion.objects.filter(report=current).order_by("-number").defer("pdf").first()
    if last and _words_of(last.contents) == _words_of(contents):
        raise AlreadyDone("Nothing has changed since it was last published.")
    pictures = pictures_for(current, contents)
    version = ReportVersion.objects.create(
        report=current,
        number=last.number + 1 if last else 1,
        contents=contents,
        pdf=report_pdf(contents, pictures),
        published_at=now,
        published_by=by,
    )
    keep_pictures(version, pictures)
    _tell(version, by=by, now=now)
    return version


@transaction.atomic
def make_link(*, report, by, now):
    """An address for people without an account. Raises `AlreadyDone` where there is one."""
    Report.objects.select_for_update().get(pk=report.pk)
    if ReportLink.objects.filter(report=report, revoked_at__isnull=True).exists():
        raise AlreadyDone("It has an address already.")
    return ReportLink.objects.create(report=report, created_at=now, created_by=by)


def revoke_link(*, report, by, now):
    """The address leads nowhere from now on. Raises `AlreadyDone`."""
    standing = ReportLink.objects.filter(report=report, revoked_at__isnull=True)
    if not standing.update(revoked_at=now, revoked_by=by):
        raise AlreadyDone("It has no address any more.")


def readers_of(report):
    """Who is told of a report: the school's leaders, and the head of its department where it is about one."""
    who = Q(roles__contains=[Role.LEADER])
    if report.department_id:
        who |= Q(pk=report.department.head_id)
    return [
        member for member in Member.objects.active().filter(who, school=report.school_id) if can_be_written_to(member)
    ]


def _tell(version, *, by, now):
    """One message to each reader but whoever published it, under a key of this version."""
    report = version.report
    where = {"school_slug": report.school.slug, "report_id": report.pk}
    mould = Mould(
        "report_published",
        school=plain(report.school.name),
        report=plain(report.title),
        by=plain(by.name),
        is_first=version.number == 1,
        summary=[plain(sentence) for sentence in version.contents["summary"]],
        page=settings.SITE_URL + address("report", **where),
        pdf=settings.SITE_URL + address("report_pdf", **where, number=version.number),
    )
    messages = [
        message_to(
            reader,
            kind=Message.Kind.REPORT,
            key=f"report:{report.pk}:{version.number}:member-{reader.pk}",
            letter=mould.letter(name=plain(reader.name)),
            now=now,
            caused_by=by,
        )
        for reader in readers_of(report)
        if reader.pk != by.pk
    ]
    post(messages, now=now)


def words_seen(contents):
    """A short text that is another one as soon as the words of a report, its stories or its choice of figures are."""
    words = [contents["title"], contents["introduction"], contents["stories"]]
    words.append([figure["key"] for figure in contents["figures"]])
    return sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:16]


def _kept(contents):
    """Contents as the database gives them back: what is set on paper now is what the pages read later."""
    return json.loads(json.dumps(contents))


def _words_of(contents):
    """Contents without the day on which they were published, and by whom."""
    return contents | {"on": "", "by": ""}
