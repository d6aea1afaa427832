"""What became untrue while a letter of a call waited: looked at right before it is handed over."""

from outreach.calls.answers import with_answers
from outreach.models import CallInvitation

PAUSED = "The call is paused. It goes out when the call goes on."
FINISHED = "The call is finished."
ANSWERED = "There is an answer meanwhile."
REVOKED = "Its link was revoked."


def letters(messages):
    """Which of these messages must not go out, and why: key → sentence. One query."""
    return _unwanted(messages, is_reminder=False)


def reminders(messages):
    """The same for reminders, which nobody gets who has answered meanwhile. One query more for each term."""
    return _unwanted(messages, is_reminder=True)


def _unwanted(messages, *, is_reminder):
    keys = {message.pk: _invitation_key(message) for message in messages}
    places = CallInvitation.objects.filter(pk__in=filter(None, keys.values()))
    places = {place.pk: place for place in places.select_related("call")}
    answered = _answered(places) if is_reminder else set()
    found = {}
    for message in messages:
        # A letter without a link has nothing that could have ended.
        if keys[message.pk] and (sentence := _why_not(message, places.get(keys[message.pk]), answered)):
            found[message.pk] = sentence
    return found


def _why_not(message, place, answered):
    if place is None or message.links["answer"] not in _links_of(place):
        return REVOKED
    if place.pk in answered:
        return ANSWERED
    if place.call.finished_at:
        return FINISHED
    return PAUSED if place.call.paused_at else ""


def _invitation_key(message):
    """The key of the invitation that the link of a message stands for; None where it has no such link."""
    key = message.links.get("answer", "").partition("-")[0]
    return int(key) if key.isdecimal() else None


def _links_of(place):
    """What the links that work stand for: that of the teacher, and that of a colleague."""
    if place.revoked_at:
        return ()
    return [f"{place.pk}-{nonce}" for nonce in (place.nonce, place.handed_nonce) if nonce]


def _answered(places):
    """The keys of those with an answer; one query for each term."""
    found = set()
    for term in {place.call.term_id for place in places.values()}:
        asked = with_answers(CallInvitation.objects.filter(pk__in=places, call__term=term), term)
        found |= {pk for pk, *said in asked.values_list("pk", "has_topics", "has_nothing") if any(said)}
    return found
