"""Named writes to loans before and around their going out: booked or asked for, confirmed, cancelled, kept longer."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from collab.errors import AlreadyDone, Refused, RowGone
from collab.models import Member
from collab.writing import refusing, write_over
from resources.bookings.days import LONGEST_LOAN, Span, kept
from resources.bookings.errors import AskedTwice, BoxIsTaken
from resources.bookings.moves import MOVES
from resources.boxes.actions import box_to_lend
from resources.models import BoxBooking
from resources.moves import move, write_down

State = BoxBooking.State
TAKEN = "Somebody else has the box then."
SENTENCES = {
    "bookings_of_a_box_do_not_overlap": ("starts_on", TAKEN),
    "booking_has_its_dates_in_order": ("ends_on", "The last day comes before the first one."),
}


@transaction.atomic
def book_box(*, box, borrower, values, by, now):
    """Books a box for a colleague: a librarian's booking is confirmed at once, a teacher's is a request.

    `values`: starts_on, ends_on, and place, note, request where they are given. Returns the BoxBooking. Raises
    `BoxIsTaken`, `AskedTwice` with the booking where the borrower has it for just these days, and `Refused`.
    """
    span = Span(values["starts_on"], values["ends_on"])
    _refuse_impossible(span, today=by.school.day_of(now))
    box = box_to_lend(box)
    _refuse_a_leaver(borrower)
    state = State.CONFIRMED if by.is_librarian else State.REQUESTED
    about = {"school_id": box.school_id, "box": box, "borrower": borrower, "state": state} | _kept(box, span)
    try:
        with _saying_when_taken(), refusing(SENTENCES, values | {"borrower": borrower}):
            booking = BoxBooking.objects.create(created_at=now, created_by=by, **about, **values)
    except BoxIsTaken as clash:
        same = box.bookings.holding().filter(borrower=borrower, starts_on=span.first, ends_on=span.last).first()
        if same is None:
            raise
        raise AskedTwice(same) from clash
    write_down(booking, became=state, by=by, now=now)
    if state == State.CONFIRMED:
        _stands_behind(booking)
    return booking


@transaction.atomic
def confirm_booking(*, booking, by, now):
    """Says yes to what was asked for. Raises `AlreadyDone`, `Refused`."""
    move(booking, State.CONFIRMED, table=MOVES, by=by, now=now)
    _stands_behind(booking)


def cancel_booking(*, booking, why, by, now):
    """Lets the box go before it was out; the reason stays with the loan. Raises `AlreadyDone`, `Refused`."""
    move(booking, State.CANCELLED, table=MOVES, by=by, now=now, why=why)


@transaction.atomic
def extend_booking(*, booking, ends_on, version, by, now):
    """Keeps a box until a later day, if nobody waits for it. Returns the booking as it stands.

    Raises `BoxIsTaken`, `RowChanged` where the loan is not at `version` any more, `RowGone`, `Refused`.
    """
    box = box_to_lend(booking.box)
    current = _as_it_stands(booking)
    if current.state not in BoxBooking.HOLDING:
        raise Refused(f"It is “{current.get_state_display().lower()}”, and no longer extended.", "ends_on")
    if ends_on == current.ends_on:
        raise AlreadyDone("That is its last day already.", "ends_on")
    if ends_on < current.ends_on:
        raise Refused("That is before the day on which it ends now.", "ends_on")
    span = Span(current.starts_on, ends_on)
    _refuse_impossible(span, today=by.school.day_of(now))
    until = {"ends_on": ends_on, "kept_until": kept(box, span).last}
    with _saying_when_taken():
        extended = write_over(current, until, version=version, sentences=SENTENCES, by=by, now=now)
    why = f"Until {ends_on:%-d %b %Y} instead of {current.ends_on:%-d %b %Y}"
    write_down(booking, was=current.state, became=current.state, by=by, now=now, why=why)
    return extended


def _refuse_impossible(span, *, today):
    if span.last < today:
        raise Refused("These days are over. Choose days from today on.", "ends_on")
    if span.last - span.first >= timedelta(days=LONGEST_LOAN):
        raise Refused("A box is lent for a year at most.", "ends_on")


def _refuse_a_leaver(borrower):
    current = Member.objects.select_for_update(no_key=True).get(pk=borrower.pk)
    if not current.is_active:
        raise Refused(f"{current.name} has left the school.", "borrower")


def _kept(box, span):
    days = kept(box, span)
    return {"kept_from": days.first, "kept_until": days.last}


@contextmanager
def _saying_when_taken():
    """What the database refuses since two loans would overlap, as an error of its own."""
    try:
        yield
    except Refused as refusal:
        if str(refusal) != TAKEN:
            raise
        raise BoxIsTaken(TAKEN, refusal.field) from refusal


def _stands_behind(booking):
    """A box that is lent for a topic serves it, and so stands behind it on the board."""
    if booking.request_id:
        booking.box.requests.add(booking.request_id)


def _as_it_stands(booking):
    current = BoxBooking.objects.filter(pk=booking.pk).first()
    if current is None:
        raise RowGone
    return current
