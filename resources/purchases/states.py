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
STANDING = (*UNDECIDED, State.ACCEPTED, State.ORDERED)
