"""What may follow what in the life of a weeding proposal."""

from resources.models import WeedingProposal

State = WeedingProposal.State

NEXT = {
    State.ASKED: (State.ADVISED, State.GONE, State.KEPT),
    State.ADVISED: (State.GONE, State.KEPT),
    State.GONE: (),
    State.KEPT: (),
}
