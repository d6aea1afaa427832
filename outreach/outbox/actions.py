"""Named writes of a person to one message: sent again, cancelled, settled.

A message is always moved by a statement that names the state it was in: a worker may be moving it at the same moment.
"""

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from outreach.models import FailingAddress, Message
from outreach.outbox.permissions import may_be_written_to
from outreach.outbox.queueing import UNCLAIMED, queue
from outreach.outbox.words import is_too_late

State = Message.State
CAN_GO_AGAIN = (State.FAILED, State.UNKNOWN, State.CANCELLED)
CAN_BE_CANCELLED = (State.QUEUED, State.FAILED)
STANDS = {
    State.QUEUED: "It waits to go out already.",
    State.SENDING: "It is on its way to the mail server, and nobody can hold it any more.",
    State.SENT: "It was sent in the meantime.",
    State.FAILED: "It failed in the meantime.",
    State.UNKNOWN: "Nobody knows whether it went out. Say first whether it looks sent.",
    State.CANCELLED: "It was cancelled in the meantime.",
}


@transaction.atomic
def send_again(*, message, by, now):
    """Puts a message that failed, was cancelled or perhaps went out into the queue once more, under its Message-ID.

    It goes to the address that the person has now, even one that was refused before, and however late it is. Raises
    `AlreadyDone`, or `Refused` where there is nothing to send or nobody to send it to.
    """
    if message.reduced_at:
        raise Refused("Its text and its address are not kept any more, so there is nothing to send.")
    if not may_be_written_to(message):
        raise Refused(f"{message.member.name} has left the school. Nothing is sent to them any more.")
    late = {"not_after": None} if is_too_late(message, now) else {}
    current = Message.objects.filter(pk=message.pk)
    waiting = current.filter(state__in=CAN_GO_AGAIN, reduced_at__isnull=True)
    if not queue(waiting, by=by, now=now, **late):
        raise AlreadyDone(_as_it_stands(message))
    FailingAddress.objects.filter(school_id=by.school_id, address__in=current.values("to_address")).delete()


def cancel(*, message, by, now):
    """Takes a message that waits out of the queue, or leaves one that failed at that.

    Raises `AlreadyDone`, or `Refused` while it is on its way.
    """
    cancelled = Message.objects.filter(pk=message.pk, state__in=CAN_BE_CANCELLED).update(
        state=State.CANCELLED, finished_at=now, settled_by=by, **UNCLAIMED
    )
    if not cancelled:
        raise AlreadyDone(_as_it_stands(message))


def looks_sent(*, message, by, now):
    """Says that a message which perhaps went out did. Raises `AlreadyDone`."""
    settled = Message.objects.filter(pk=message.pk, state=State.UNKNOWN).update(
        state=State.SENT, finished_at=now, settled_by=by, **UNCLAIMED
    )
    if not settled:
        raise AlreadyDone(_as_it_stands(message))


def _as_it_stands(message):
    state = Message.objects.filter(pk=message.pk).values_list("state", flat=True).first()
    return STANDS.get(state, "Somebody removed it in the meantime.")
