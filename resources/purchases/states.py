"""What may follow what in the life of a purchase suggestion."""

from resources.models import PurchaseSuggestion
from resources.models.suggestions import UNDECIDED

State = PurchaseSuggestion.State

NEXT = {
    State.ASKED: (State.ADVISED, State.ACCEPTED, State.DECLINED),
    State.ADVISED: (State.ACCEPTED, State.DECLINED),
    State.ACCEPTED: (State.ORDERED, State.DECLINED),
    State.ORDERED: (State.AVAILABLE, State.ACCEPTED),
    State.AVAILABLE: (),
    State.DECLINED: (State.ASKED, State.ADVISED),
}
# An order comes in parts, and stays an order meanwhile; what was noted by mistake is taken back.
IN_PARTS = {State.ORDERED: (State.ORDERED,)}
CORRECTIONS = {State.AVAILABLE: (State.ORDERED,), State.ORDERED: (State.ORDERED,)}
STANDING = (*UNDECIDED, State.ACCEPTED, State.ORDERED)
