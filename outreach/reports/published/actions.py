"""Named writes around publishing: a version, its withdrawal, and the address for people without an account."""

import json
from hashlib import sha256

from django.db import transaction

from collab.errors import AlreadyDone, Refused, RowGone
from outreach.models import Report, ReportLink, ReportVersion
from outreach.reports.published.contents import contents_of
from outreach.reports.published.document import report_pdf
from outreach.reports.published.pictures import hold_logo, keep_pictures, pictures_for
from outreach.reports.published.telling import tell

REMOVED = "{by} removed this draft. Save it, and it is back."


class PublishedMeanwhile(AlreadyDone):
    """The version that was meant is there: a second click, or somebody else."""

    def __init__(self, number):
        super().__init__(f"Version {number} is published already.")


class ChangedSince(Refused):
    """What would be published is not what was looked at."""

    def __init__(self):
        super().__init__("The report was changed after you looked at it. Here it is as it stands now.")


@transaction.atomic
def publish(*, report, by, now, seen="", number=None, is_told=True):
    """Makes the next version of a report as it stands, and tells the leaders. Returns the ReportVersion.

    `seen`: what `words_seen` said of the contents that `by` looked at, if they did. `number`: which version they meant,
    so that a second click publishes nothing. Raises `RowGone`, `ChangedSince`, `Refused` for a draft that was removed
    or has lost its department, `AlreadyDone` where that version is there or the last one says the same, and
    `collab.paper.typst.CannotSet`.
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
        raise Refused(REMOVED.format(by=current.removed_by))
    last = ReportVersion.objects.filter(report=current).order_by("-number").defer("pdf").first()
    following = last.number + 1 if last else 1
    if number and number != following:
        raise PublishedMeanwhile(following - 1)
    hold_logo(current)
    contents = _kept(contents_of(current, on=current.school.day_of(now)) | {"by": by.name})
    if seen and seen != words_seen(contents):
        raise ChangedSince
    if last and not last.withdrawn_at and _words_of(last.contents) == _words_of(contents):
        raise AlreadyDone("Nothing has changed since it was last published.")
    pictures = pictures_for(current, contents)
    version = ReportVersion.objects.create(
        report=current,
        number=following,
        contents=contents,
        pdf=report_pdf(contents, pictures),
        published_at=now,
        published_by=by,
    )
    keep_pictures(version, pictures)
    if is_told:
        tell(version, by=by, now=now)
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


@transaction.atomic
def withdraw(*, report, because, by, now):
    """Takes back all that was published of a report; what is published next can be read again.

    Leaders and people without an account are told so in its place. Raises `AlreadyDone`.
    """
    Report.objects.select_for_update().get(pk=report.pk)
    standing = ReportVersion.objects.filter(report=report, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=now, withdrawn_by=by, withdrawn_because=because):
        raise AlreadyDone("It was withdrawn already.")


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
