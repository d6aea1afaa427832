"""Named writes for a box that goes out and comes back: what was in it stays on record, what is lost is followed up."""

from dataclasses import dataclass

from django.db import transaction

from collab.errors import Refused
from collab.writing import refusing
from resources.bookings.moves import MOVES
from resources.boxes.actions import box_to_lend
from resources.boxes.contents import seal
from resources.models import BoxBooking, FollowUp, LoanLine
from resources.moves import move

State = BoxBooking.State
CHANGED = "Somebody changed what is in the box a moment ago. Look again."
SENTENCES = {
    "bookings_of_a_box_do_not_overlap": (None, "It is for later, and somebody else has the box until then."),
    "box_is_out_with_one_borrower": (None, "The box is still out. Take it back first."),
}


@dataclass(frozen=True)
class Back:
    """How one thing came back. `was_used`: None where nobody has said.

    `barcodes`: those of the missing ones, where it is known which they are.
    """

    missing: int = 0
    damaged: int = 0
    was_used: bool | None = None
    note: str = ""
    barcodes: tuple = ()


@transaction.atomic
def hand_out(*, booking, version, handed, by, now, scanned=None):
    """A box goes out with what was ticked; from now on a change to its contents makes the next version.

    `version`: the BoxVersion that was read; `handed`: key of each of its items → how many go out; `scanned`: key →
    the barcodes that were scanned of it, which are kept where they are all. A loan that was meant for later begins
    today. Raises `AlreadyDone`, `Refused`.
    """
    box = box_to_lend(booking.box)
    today = by.school.day_of(now)
    _refuse_to_hand_out(booking, box, today)
    sealed = seal(version=version, now=now)
    items = list(sealed.items.select_related("resource"))
    _refuse_counts(items, handed)
    early = {"starts_on": today, "kept_from": min(today, booking.kept_from)} if today < booking.starts_on else {}
    with refusing(SENTENCES):
        move(booking, State.OUT, table=MOVES, by=by, now=now, contents=sealed, out_at=now, **early)
    LoanLine.objects.bulk_create(
        LoanLine(booking=booking, item=item, handed_out=number, scanned=_all_of((scanned or {}).get(item.pk), number))
        for item in items
        if (number := handed[item.pk])
    )


@transaction.atomic
def take_back(*, booking, back, by, now):
    """A box comes back; it is free at once. `back`: key of each line of the loan → `Back`.

    What is missing or damaged becomes a FollowUp. Returns these. Raises `AlreadyDone`, `Refused`.
    """
    move(booking, State.RETURNED, table=MOVES, by=by, now=now, returned_at=now)
    lines = list(booking.lines.select_related("item__resource"))
    if back.keys() != {line.pk for line in lines}:
        raise Refused("Say of each thing how it came back.")
    for line in lines:
        _note(line, back[line.pk])
    LoanLine.objects.bulk_update(lines, ["missing", "damaged", "was_used", "note"])
    made = {"school_id": booking.school_id, "created_at": now}
    return FollowUp.objects.bulk_create(
        FollowUp(line=line, is_missing=is_missing, quantity=quantity, barcodes=list(barcodes), **made)
        for line in lines
        for is_missing, quantity, barcodes in (
            (True, line.missing, _all_of(back[line.pk].barcodes, line.missing)),
            (False, line.damaged, ()),
        )
        if quantity
    )


def _all_of(barcodes, number):
    """The barcodes, if they are as many as the things; else none, since it is not known which the others are."""
    return list(barcodes) if barcodes and len(barcodes) == number else []


def _refuse_to_hand_out(booking, box, today):
    other = box.bookings.filter(state=State.OUT).exclude(pk=booking.pk).select_related("borrower").first()
    if other:
        raise Refused(f"{other.borrower.name} still has the box. Take it back first.")
    if booking.ends_on < today:
        raise Refused("Its last day has passed. Extend the loan first.")


def _refuse_counts(items, handed):
    if handed.keys() != {item.pk for item in items}:
        raise Refused(CHANGED)
    for item in items:
        if not 0 <= handed[item.pk] <= item.quantity:
            raise Refused(f"Of “{item}” there are {item.quantity} in the box.")
    if items and not any(handed.values()):
        raise Refused("Tick what goes out.")


def _note(line, back):
    if back.missing + back.damaged > line.handed_out:
        raise Refused(f"Of “{line}” only {line.handed_out} went out.")
    line.missing, line.damaged, line.was_used, line.note = back.missing, back.damaged, back.was_used, back.note
