"""From “requested” to “returned”: which state of a loan may follow which, and which mistakes can be undone."""

from resources.models import BoxBooking

State = BoxBooking.State

MOVES = {
    State.REQUESTED: (State.CONFIRMED, State.CANCELLED),
    State.CONFIRMED: (State.OUT, State.CANCELLED),
    State.OUT: (State.RETURNED,),
    State.RETURNED: (),
    State.CANCELLED: (),
}

# The other way: what was noted by mistake (`correcting`).
CORRECTIONS = {
    State.REQUESTED: (),
    State.CONFIRMED: (),
    State.OUT: (State.CONFIRMED,),
    State.RETURNED: (State.OUT,),
    State.CANCELLED: (),
}

STILL_AHEAD = (State.REQUESTED, State.CONFIRMED)
