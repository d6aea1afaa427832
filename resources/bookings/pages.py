"""What the pages of one loan show: the loan, what may be done with it, and whoever is not let in gets told why."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone

from collab.models import Term
from collab.when import clock
from resources.bookings import permissions
from resources.bookings.checklists import on_the_shelf, place_on_the_shelf
from resources.bookings.correcting import may_be_undone
from resources.bookings.endings import is_refusal
from resources.bookings.moves import State
from resources.bookings.words import days_in_words, state_of
from resources.models import BookingMove, BoxBooking, FollowUp, LoanLine

ABOUT = ("box__school", "borrower", "school", "request__school")
MOVED = {
    State.REQUESTED: "Asked for",
    State.CONFIRMED: "Confirmed",
    State.OUT: "Handed out",
    State.RETURNED: "Taken back",
    State.CANCELLED: "Cancelled",
}
UNDONE = {(State.OUT, State.CONFIRMED): "Handing out undone", (State.RETURNED, State.OUT): "Taking back undone"}


def booking_to(request, booking_id, may=permissions.may_see_booking, why="This is for librarians."):
    """The loan that an address names, if the member may do this with it. Raises Http404 and PermissionDenied."""
    bookings = BoxBooking.objects.visible_to(request.member).select_related(*ABOUT)
    booking = get_object_or_404(bookings, pk=booking_id)
    if not may(request.member, booking):
        raise PermissionDenied(why)
    return booking


def page_of(booking, *, member, now):
    """The context of a loan's own page."""
    today = member.school.day_of(now)
    terms = list(Term.objects.visible_to(member))
    moves = list(BookingMove.objects.filter(of=booking).select_related("by"))
    ending = moves[-1] if booking.state == State.CANCELLED else None
    words, tone, icon = state_of(booking, today, is_declined=ending is not None and is_refusal(ending, booking))
    return {
        "booking": booking,
        "state_words": words,
        "state_tone": tone,
        "state_icon": icon,
        "when": days_in_words(booking.starts_on, booking.ends_on, terms),
        "is_kept": booking.state in BoxBooking.HOLDING,
        "kept": days_in_words(booking.kept_from, booking.kept_until, []),
        "is_early": booking.state == State.RETURNED and member.school.day_of(booking.returned_at) < booking.ends_on,
        "may_book": permissions.may_book(member),
        "why_not": ending.why if ending else "",
        "moves": [(_moved(move, moves[0], booking), move.by.name, clock(move.at, now), move.why) for move in moves],
        "lines": lines_of(booking),
        "may": {
            "confirm": permissions.may_confirm(member, booking),
            "decline": permissions.may_decline(member, booking),
            "cancel": permissions.may_cancel(member, booking),
            "extend": permissions.may_extend(member, booking),
            "hand_out": permissions.may_hand_out(member, booking),
            "take_back": permissions.may_take_back(member, booking),
            "undo": permissions.may_keep_loans(member, booking) and may_be_undone(booking, now),
        },
    }


def _moved(move, first, booking):
    if move.was == move.became:
        return "Changed"
    if move == first and move.became == State.CONFIRMED:
        return "Booked"
    if is_refusal(move, booking):
        return "Declined"
    return UNDONE.get((move.was, move.became)) or MOVED[move.became]


def lines_of(booking):
    """What went out with a loan and how it came back, with what is being done about it."""
    follow_ups = Prefetch("follow_ups", FollowUp.objects.order_by("pk"), to_attr="cared_for")
    return (
        LoanLine.objects.filter(booking=booking)
        .select_related("item__resource", "item__copy")
        .prefetch_related(follow_ups)
    )


def lines_to_take_back(booking):
    """The same in the order of the shelf, with the barcodes of what went out."""
    lines = lines_of(booking).prefetch_related(on_the_shelf("item__resource__copies"))
    return sorted(lines, key=lambda line: place_on_the_shelf(line.item))


def now_and_today(request):
    """The moment, and the day that it is in the member's school."""
    now = timezone.now()
    return now, request.member.school.day_of(now)
