"""From “requested” to “returned”: which state of a loan may follow which."""

from resources.models import BoxBooking

State = BoxBooking.State

MOVES = {
    State.REQUESTED: (State.CONFIRMED, State.CANCELLED),
    State.CONFIRMED: (State.OUT, State.CANCELLED),
    State.OUT: (State.RETURNED,),
    State.RETURNED: (),
    State.CANCELLED: (),
}

STILL_AHEAD = (State.REQUESTED, State.CONFIRMED)
