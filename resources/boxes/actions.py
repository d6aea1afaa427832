"""Named writes to a box as such: made, changed, retired and restored. What is in it has `contents`."""

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from collab.writing import refusing, stamp, write_over
from resources.boxes.locking import locked
from resources.models import ResourceBox

SENTENCES = {
    "box_has_a_name": ("name", "Give the box a name."),
    "box_is_ready_within_two_months": ("lead_days", "At most 60 days each."),
}
IN_USE = "“{box}” is still asked for or out: the loan of {borrower} has not ended. Cancel it or take it back first."


def add_box(*, values, by, now, requests=()):
    """A new, empty box of the school of `by`; its first version can be filled. Returns it. Raises `Refused`.

    `values`: kind, name, topics, place, note, lead_days, turn_round_days, those that are given. `requests`: the topic
    requests that it serves.
    """
    with refusing(SENTENCES, values | {"requests": list(requests)}):
        box = ResourceBox.objects.create(school_id=by.school_id, created_by=by, created_at=now, **values)
        box.requests.set(requests)
        box.versions.create(number=1, created_by=by, created_at=now)
    return box


def change_box(*, box, values, version, by, now):
    """Other values for a box that was read at `version`. Returns it. Raises `Refused`, `RowChanged`, `RowGone`."""
    return write_over(box, values, version=version, sentences=SENTENCES, by=by, now=now)


@transaction.atomic
def retire_box(*, box, by, now):
    """Takes a box out of use; its contents and loans stay on record. Raises `Refused`, `AlreadyDone`.

    Not while somebody has it or waits for it: whoever books locks the box too (`box_to_lend`).
    """
    box = locked(box, against_loans=True)
    if box.retired_at:
        raise AlreadyDone("It is out of use already.")
    if booking := box.bookings.holding().select_related("borrower").first():
        raise Refused(IN_USE.format(box=box, borrower=booking.borrower))
    ResourceBox.objects.filter(pk=box.pk).update(retired_at=now, retired_by=by, **stamp(by=by, now=now))


@transaction.atomic
def restore_box(*, box, by, now):
    """Takes a retired box into use again. Raises `AlreadyDone`."""
    box = locked(box)
    if not box.retired_at:
        raise AlreadyDone("It is in use already.")
    ResourceBox.objects.filter(pk=box.pk).update(retired_at=None, retired_by=None, **stamp(by=by, now=now))


def box_to_lend(box):
    """The box as it stands, locked until the end of the transaction. Raises `Refused` where it was retired."""
    box = locked(box)
    if box.retired_at:
        raise Refused(f"“{box}” is out of use.")
    return box
