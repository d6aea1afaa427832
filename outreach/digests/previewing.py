"""One person's digest as it would be sent at a moment, made by what makes all of them; or as it was sent."""

from dataclasses import dataclass

from outreach.digests.days import moment_of, rules_of
from outreach.digests.making import Making
from outreach.letters.mould import Letter
from outreach.models import Message


@dataclass(frozen=True)
class Preview:
    """A Letter, or None and why there is none."""

    letter: Letter | None
    why_none: str = ""


def preview_of(*, edition, member, now):
    """The Preview for a member of an edition: of what is there now, as of the moment at which it goes out."""
    if edition.went_out_at:
        return _as_sent(edition, member)
    making = Making(edition, now if edition.asked_at else max(now, moment_of(edition.monday, rules_of(edition.school))))
    [matched] = making.matched([member], also_those_not_due=True)
    if why := making.why_not_now(matched[0]):
        return Preview(None, why)
    made = making.made(matched)
    return Preview(made.letter) if made else Preview(None, _nothing_for(member))


def _nothing_for(member):
    if member.is_teacher:
        return f"Nothing new fits what {member.name} teaches, and there is no highlight."
    return f"Nothing new fits {member.name}, and highlights alone go to teachers."


def _as_sent(edition, member):
    key = f"digest:{edition.pk}:{member.pk}"
    sent = Message.objects.filter(school=edition.school_id, key=key).first()
    if sent is None:
        return Preview(None, f"There was nothing in this digest for {member.name}.")
    if sent.reduced_at:
        return Preview(None, f"{member.name} got it. It is so long ago that its text is not kept any more.")
    return Preview(Letter(sent.subject, sent.text, sent.html))
