"""Who is told of a report that was published, and the letter that tells them."""

from textwrap import shorten

from django.conf import settings
from django.db.models import Q

from collab.addresses import address
from collab.models import Member, Role
from outreach.letters.mould import Mould
from outreach.letters.plain import plain
from outreach.models import Message
from outreach.outbox.posting import can_be_written_to, message_to, post
from outreach.reports.published.document import paragraphs

AS_MUCH_AS_A_LETTER_HOLDS = 500  # signs of the introduction


def readers_of(report, *, but=None):
    """Who is told of a report: the school's leaders, and the head of its department where it is about one.

    `but`: whoever publishes it, and need not be told.
    """
    who = Q(roles__contains=[Role.LEADER])
    if report.department_id:
        who |= Q(pk=report.department.head_id)
    readers = Member.objects.active().filter(who, school=report.school_id).exclude(pk=but and but.pk)
    return [member for member in readers if can_be_written_to(member)]


def tell(version, *, by, now):
    """One message to each reader but whoever published it, under a key of this version."""
    report, mould = version.report, _mould(version, by)
    messages = [
        message_to(
            reader,
            kind=Message.Kind.REPORT,
            key=f"report:{report.pk}:{version.number}:member-{reader.pk}",
            letter=mould.letter(name=plain(reader.name)),
            now=now,
            caused_by=by,
        )
        for reader in readers_of(report, but=by)
    ]
    post(messages, now=now)


def _mould(version, by):
    report, said = version.report, version.contents
    where = {"school_slug": report.school.slug, "report_id": report.pk}
    about = [said["department"], said["periods"][0]["name"], said["school"]]
    return Mould(
        "report_published",
        about=", ".join(plain(words) for words in about if words),
        school=plain(report.school.name),
        report=plain(report.title),
        by=plain(by.name),
        is_first=version.number == 1,
        introduction=_beginning(said["introduction"]),
        summary=[plain(sentence) for sentence in said["summary"]],
        page=settings.SITE_URL + address("report", **where),
        pdf=settings.SITE_URL + address("report_pdf", **where, number=version.number),
    )


def _beginning(introduction):
    """The first paragraph of an introduction on one line, shortened."""
    first = next(iter(paragraphs(introduction)), [])
    return shorten(plain(" ".join(first)), AS_MUCH_AS_A_LETTER_HOLDS, placeholder=" …")
