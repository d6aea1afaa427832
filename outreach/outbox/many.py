"""Named writes of a person to many messages at once, as after a day on which the mail server was down."""

from django.db import transaction

from collab.errors import AlreadyDone
from outreach.models import FailingAddress, Message
from outreach.outbox.queueing import failed_of, queue_those_of_use

State = Message.State
NONE_LEFT = "None of them waits for this any more."


@transaction.atomic
def send_failed_again(*, error, by, now):
    """Puts the messages that failed with this sentence (all that failed, for None) into the queue once more.

    What is too late by now stays, and what goes to an address that is refused, or to somebody who has left. Returns
    how many go and how many stay. Raises `AlreadyDone` where none failed so any more.
    """
    failed = failed_of(by, error)
    keys = list(failed.values_list("pk", flat=True))
    if not keys:
        raise AlreadyDone(NONE_LEFT)
    return queue_those_of_use(keys, by=by, now=now)


@transaction.atomic
def leave_failed(*, error, by, now):
    """Leaves the messages that failed with this sentence (all, for None) at that. Returns how many.

    Raises `AlreadyDone`.
    """
    number = failed_of(by, error).update(state=State.CANCELLED, finished_at=now, settled_by=by)
    if not number:
        raise AlreadyDone(NONE_LEFT)
    return number


def try_now(*, by, now):
    """Lets what the mail server did not take, and would be tried again later, be tried at once. Returns how many.

    Raises `AlreadyDone` where nothing waits for that.
    """
    held_up = Message.objects.filter(school_id=by.school_id, state=State.QUEUED, attempts__gt=0, not_before__gt=now)
    number = held_up.update(not_before=now)
    if not number:
        raise AlreadyDone("Nothing waits for another try any more.")
    return number


@transaction.atomic
def take_address_again(*, failing, by, now):
    """Lets mail go to a refused address again, and sends what failed there and is still of use.

    Where the person has another address by now, it goes to that one. Returns how many go and how many stay. Raises
    `AlreadyDone`.
    """
    deleted, _ = FailingAddress.objects.filter(pk=failing.pk, school_id=by.school_id).delete()
    if not deleted:
        raise AlreadyDone(f"{failing.address} takes mail again already.")
    failed = failed_of(by, None).filter(to_address=failing.address)
    return queue_those_of_use(list(failed.values_list("pk", flat=True)), by=by, now=now)


@transaction.atomic
def take_all_addresses_again(*, by, now):
    """The same for all refused addresses of the school: the mail server was set up wrongly. Raises `AlreadyDone`."""
    failing = FailingAddress.objects.filter(school_id=by.school_id)
    addresses = list(failing.values_list("address", flat=True))
    if not failing.filter(address__in=addresses).delete()[0]:
        raise AlreadyDone("No address is refused any more.")
    failed = failed_of(by, None).filter(to_address__in=addresses)
    return queue_those_of_use(list(failed.values_list("pk", flat=True)), by=by, now=now)
