"""How a loan ended that did not happen: the library declined what was asked for, or somebody cancelled it.

Both are the state “cancelled”: who moved it, and from where, tells them apart.
"""

from django.db.models import F, OuterRef, Q, Subquery

from resources.bookings.moves import State
from resources.models import BookingMove


def is_refusal(move, booking):
    """Whether by this move somebody else than the borrower said no to what was asked for."""
    return move.was == State.REQUESTED and move.became == State.CANCELLED and move.by_id != booking.borrower_id


def with_endings(bookings):
    """Adds to each loan whether it was declined, and why it does not happen; None for those that do."""
    moves = BookingMove.objects.filter(of=OuterRef("pk"), became=State.CANCELLED).order_by("-at", "-pk")
    refused = Q(was=State.REQUESTED) & ~Q(by=F("of__borrower"))
    return bookings.annotate(
        is_declined=Subquery(moves.annotate(is_refusal=refused).values("is_refusal")[:1]),
        why_not=Subquery(moves.values("why")[:1]),
    )
