"""Named writes: a title is proposed for weeding, kept, or let go."""

from django.db import transaction

from collab.errors import Refused
from collab.writing import refusing
from resources.catalogue.actions import withdraw_resource
from resources.models import Resource, WeedingProposal
from resources.moves import move, write_down
from resources.standing import places_of
from resources.weeding.states import NEXT, State

ONCE = {
    "title_is_proposed_for_weeding_once_at_a_time": (
        None,
        "Somebody proposed it a moment ago. It stands in the list.",
    )
}


class StillStands(Refused):
    """The title stands in boxes or lists that whoever lets it go was not told of. `places` are all of them."""

    def __init__(self, places):
        self.places = places
        super().__init__("It stands in these boxes and lists.")


@transaction.atomic
def propose_weeding(*, resource, why, department, by, now):
    """Asks whether a title of the catalogue may go. Returns the proposal. Raises `Refused`."""
    if resource.withdrawn_at:
        raise Refused(f"“{resource}” is withdrawn already.")
    with refusing(ONCE, {"department": department}):
        proposal = WeedingProposal.objects.create(
            school_id=by.school_id,
            resource=resource,
            why=why.strip(),
            department=department,
            created_by=by,
            created_at=now,
            changed_by=by,
            changed_at=now,
        )
    write_down(proposal, became=State.ASKED, by=by, now=now)
    return proposal


def keep_title(*, proposal, why, by, now):
    """The title stays, for a reason. Raises `Refused`."""
    if not why.strip():
        raise Refused("Say why it stays, for whoever looks at it next.", "why")
    if Resource.objects.filter(pk=proposal.resource_id, withdrawn_at__isnull=False).exists():
        raise Refused("It is withdrawn already. Put it back on the shelf first, on its page in the catalogue.")
    move(proposal, State.KEPT, table=NEXT, by=by, now=now, why=why.strip())


@transaction.atomic
def let_go(*, proposal, why, told, by, now):
    """Withdraws the title and its copies from the catalogue.

    `told`: keys of the places that have it, as `by` was shown them. Raises `StillStands` where there are others, and
    `Refused` where somebody decided first.
    """
    resource = Resource.objects.select_for_update().get(pk=proposal.resource_id)
    places = places_of(resource)
    if not {place.key for place in places} <= set(told):
        raise StillStands(places)
    move(proposal, State.GONE, table=NEXT, by=by, now=now, why=why.strip())
    if resource.withdrawn_at is None:
        withdraw_resource(resource=resource, by=by, now=now)
        resource.copies.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
