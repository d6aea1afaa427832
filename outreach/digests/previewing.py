"""One person's digest as it would be sent at a moment, made by what makes all of them; or as it was sent."""

from dataclasses import dataclass

from outreach.digests.days import moment_of, rules_of
from outreach.digests.editions import is_overtaken
from outreach.digests.making import Making
from outreach.digests.reached import key_of
from outreach.letters.mould import Letter
from outreach.models import Message

State = Message.State
WOULD_GET = "This is what {name} would get now. Only the link to stop is put in when it is sent."
BECAME = {
    State.QUEUED: "This is what {name} gets: it waits to go out.",
    State.SENDING: "This is what {name} gets: it is on its way.",
    State.SENT: "This is what {name} got.",
    State.UNKNOWN: "This is what {name} got, perhaps: whether it went out is not known.",
    State.FAILED: "This was for {name}, and could not be delivered. {why}",
    State.CANCELLED: "This was for {name}, and did not go out. {why}",
}
GOT = {State.SENT: "{name} got it.", State.UNKNOWN: "{name} got it, perhaps."}
GOT_NONE = "It did not go out to {name}."


@dataclass(frozen=True)
class Preview:
    """A Letter and what becomes or became of it, in a sentence; or None and why there is none."""

    letter: Letter | None
    why_none: str = ""
    became: str = ""


def preview_of(*, edition, member, now):
    """The Preview for a member of an edition: of what is there now, as of the moment at which it goes out."""
    if edition.went_out_at:
        return _as_sent(edition, member)
    if is_overtaken(edition):
        return Preview(None, "The digest of a later week went out before this one, which goes to nobody any more.")
    making = Making(edition, now if edition.asked_at else max(now, moment_of(edition.monday, rules_of(edition.school))))
    [matched] = making.matched([member], also_those_not_due=True)
    if why := making.why_none(matched):
        return Preview(None, why)
    return Preview(making.made(matched).letter, became=WOULD_GET.format(name=member.name))


def _as_sent(edition, member):
    key = key_of(edition.pk, member.pk)
    sent = Message.objects.filter(school=edition.school_id, key=key).first()
    if sent is None:
        return Preview(None, f"{member.name} was sent no digest of this week.")
    if sent.reduced_at:
        got = GOT.get(sent.state, GOT_NONE).format(name=member.name)
        return Preview(None, f"{got} It is so long ago that its text is not kept any more.")
    became = BECAME[sent.state].format(name=member.name, why=sent.last_error).strip()
    return Preview(Letter(sent.subject, sent.text, sent.html), became=became)
