"""The messages of a call in the outbox, and those among them that its pause has kept back."""

from outreach.calls.days import start_of
from outreach.calls.unwanted import FINISHED, PAUSED
from outreach.models import Message
from outreach.outbox.queueing import UNCLAIMED, queue

KINDS = (Message.Kind.CALL, Message.Kind.REMINDER, Message.Kind.HANDED_ON)
State = Message.State


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
    held = messages_of(call).filter(state=State.CANCELLED, last_error__in=(PAUSED, FINISHED), reduced_at__isnull=True)
    queue(held, by=None, now=now)
