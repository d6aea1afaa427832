"""The messages of a call in the outbox: when they reached whom, and which of them its pause has kept back."""

from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Greatest

from outreach.calls.days import start_of
from outreach.calls.unwanted import FINISHED, PAUSED
from outreach.models import Message
from outreach.outbox.queueing import UNCLAIMED, queue

KINDS = (Message.Kind.CALL, Message.Kind.REMINDER, Message.Kind.HANDED_ON)
State = Message.State
HELD = Q(state=State.CANCELLED, last_error__in=(PAUSED, FINISHED))
STILL_WAITS = Q(state__in=(State.QUEUED, State.SENDING)) | HELD
WENT_OUT = Q(state__in=(State.SENT, State.UNKNOWN))


def messages_of(call):
    """The letters that went out for a call. A school has one call at a time, so that their time says whose they are."""
    until = start_of(call.term.starts_on, call.school)
    return Message.objects.filter(
        school_id=call.school_id, kind__in=KINDS, created_at__gte=call.opened_at, created_at__lt=until
    )


def take_out_of_hands(call):
    """Takes letters that wait from the worker that has them in its bunch: whoever has them next asks the call again."""
    messages_of(call).filter(state=State.QUEUED, claimed_by__isnull=False).update(**UNCLAIMED)


def let_go_on(call, *, now):
    """Puts the letters back into the queue that were cancelled because the call was paused, or finished by mistake."""
    queue(messages_of(call).filter(HELD, reduced_at__isnull=True), by=None, now=now)


def with_arrivals(places, call):
    """Lets invitations be asked when the call went out to them, when their last letter did, and whether one waits.

    `asked_at` and `written_at` are when these were written where nobody knows that they went out; in a pause of the
    mail, or in quiet hours, that is earlier. `is_waiting`: a letter of theirs has still to go out.
    """
    question = Q(kind=Message.Kind.CALL, member=OuterRef("teacher"))
    letters = messages_of(call).filter(
        question
        | Q(key=_key("call_reminder:", Value(call.term_id), ":", OuterRef("teacher"), ":", OuterRef("reminders")))
        | Q(key=_key("handed_on:", OuterRef("pk"), ":", OuterRef("handed_nonce")))
    )
    return places.alias(
        asked_at=Greatest("invited_at", _latest(letters.filter(question))),
        written_at=Greatest("invited_at", "reminded_at", _latest(letters)),
        is_waiting=Exists(letters.filter(STILL_WAITS)),
    )


def _key(*parts):
    """The key of a message of an invitation: it stays when the message is reduced to a line."""
    return Concat(*(Value(one) if isinstance(one, str) else one for one in parts), output_field=CharField())


def _latest(letters):
    """When the last of them went out."""
    return Subquery(letters.filter(WENT_OUT).order_by("-finished_at").values("finished_at")[:1])
