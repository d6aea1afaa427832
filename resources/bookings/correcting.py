"""Named writes that undo a handing out or a taking back that was a mistake. The correction stays with the loan's moves.

They are for right after: what has gone on since is not turned back with them, and refuses them in a sentence.
"""

from django.db import transaction

from collab.errors import Refused
from collab.models import Member
from collab.writing import refusing
from resources.bookings.lending import SENTENCES
from resources.bookings.moves import CORRECTIONS
from resources.bookings.words import HAVING, days_in_words
from resources.boxes.actions import box_to_lend
from resources.boxes.contents import current_version, unseal
from resources.corrections import RIGHT_AFTER
from resources.models import BoxBooking, FollowUp
from resources.moves import move

State = BoxBooking.State


@transaction.atomic
def undo_take_back(*, booking, why, by, now):
    """A box that was taken back by mistake is out again, as it was. Raises `AlreadyDone`, `Refused`.

    What waits to be followed up since goes; what was said of each thing stands there when it is taken back again.
    """
    _refuse_what_is_long_ago(booking.returned_at, now)
    _forget_follow_ups(booking)  # Before the box is locked, as whoever settles one does it.
    box = box_to_lend(booking.box)
    _refuse_what_somebody_has(box, booking)
    _refuse_a_leaver(booking)
    newest = current_version(box)
    if booking.returned_at and newest.pk != booking.contents_id and newest.created_at >= booking.returned_at:
        raise Refused("What is in the box was changed since it came back, so it must be here. Book it again instead.")
    with refusing(SENTENCES):
        move(booking, State.OUT, table=CORRECTIONS, by=by, now=now, why=why, returned_at=None)


@transaction.atomic
def undo_hand_out(*, booking, days_before, why, by, now):
    """A box that was handed out by mistake is still here, and confirmed. Raises `AlreadyDone`, `Refused`.

    `days_before`: starts_on and kept_from as they were, where they are known of a loan that began early by this.
    """
    version, out_at = booking.contents, booking.out_at
    _refuse_what_is_long_ago(out_at, now)
    box = box_to_lend(booking.box)
    if version is not None and current_version(box).pk != version.pk:
        raise Refused("What is in the box was changed since it went out. Take it back instead.")
    with refusing(SENTENCES):
        about = {"contents": None, "out_at": None} | days_before
        move(booking, State.CONFIRMED, table=CORRECTIONS, by=by, now=now, why=why, **about)
    booking.lines.all().delete()
    if version.sealed_at == out_at and not version.bookings.exists():
        unseal(version=version)


def may_be_undone(booking, now):
    """Whether the last step of a loan, out or back, was taken lately enough."""
    moment = {State.OUT: booking.out_at, State.RETURNED: booking.returned_at}.get(booking.state)
    return moment is not None and now - moment <= RIGHT_AFTER


def _refuse_what_is_long_ago(moment, now):
    if moment is not None and now - moment > RIGHT_AFTER:
        raise Refused("That is more than a week ago. What has come of it since stays as it is.")


def _forget_follow_ups(booking):
    follow_ups = FollowUp.objects.filter(line__booking=booking).select_for_update(of=("self",))
    for one in follow_ups.select_related("line__item__resource"):
        if one.outcome:
            outcome = one.get_outcome_display().lower()
            raise Refused(f"“{one.line}” is settled already: {outcome}. So the loan stays returned.")
    FollowUp.objects.filter(line__booking=booking).delete()


def _refuse_a_leaver(booking):
    borrower = Member.objects.select_for_update(no_key=True).get(pk=booking.borrower_id)
    if not borrower.is_active:
        raise Refused(f"{borrower.name} has left the school. So the loan stays returned.")


def _refuse_what_somebody_has(box, booking):
    """Whoever books the box locks it too: nobody can come between."""
    out = box.bookings.filter(state=State.OUT).exclude(pk=booking.pk).select_related("borrower").first()
    if out:
        raise Refused(f"{out.borrower.name} has the box now. Take it back first.")
    held = box.bookings.holding().filter(kept_from__lte=booking.kept_until, kept_until__gte=booking.kept_from)
    other = held.exclude(pk=booking.pk).select_related("borrower").order_by("starts_on").first()
    if other:
        days = days_in_words(other.starts_on, other.ends_on, [])
        raise Refused(f"{other.borrower.name} {HAVING[other.state]} {days}, since it came back.")
