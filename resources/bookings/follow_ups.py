"""What came back missing or damaged, until somebody has settled it; and what was lent and never used."""

from contextlib import suppress

from django.db import transaction
from django.db.models import Q, Sum

from collab.errors import AlreadyDone, Refused
from collab.found import COUNTED_UP_TO, Found
from resources.boxes.contents import change_item, remove_item, standing_for
from resources.boxes.locking import locked
from resources.models import Copy, FollowUp

Outcome = FollowUp.Outcome
PAGE_SIZE = 50
LATELY = 10

POSSIBLE = {
    True: (Outcome.FOUND, Outcome.REPLACED, Outcome.WRITTEN_OFF),
    False: (Outcome.REPAIRED, Outcome.REPLACED, Outcome.WRITTEN_OFF),
}


def follow_ups_of(member):
    """What is followed up in the member's school, with all that its list shows."""
    about = ("line__item__resource", "line__item__copy", "line__booking__box", "line__booking__borrower", "settled_by")
    return FollowUp.objects.visible_to(member).select_related(*about)


def page_of(member, *, number):
    """A page (a `Found`) of what is not settled yet, the oldest first."""
    start = (number - 1) * PAGE_SIZE
    still_open = follow_ups_of(member).filter(outcome="")
    rows = list(still_open[start : start + PAGE_SIZE + 1])
    total = still_open.order_by()[: COUNTED_UP_TO + 1].count()
    return Found(rows[:PAGE_SIZE], number, total, has_next=len(rows) > PAGE_SIZE, one="thing", many="things")


def settled_lately(member):
    """The last few that were settled."""
    return follow_ups_of(member).exclude(outcome="").order_by("-settled_at")[:LATELY]


def still_open_for(box):
    """Of the things of a box those that came back missing or damaged: list of FollowUps that are not settled."""
    found = FollowUp.objects.filter(line__booking__box=box, outcome="")
    return list(found.select_related("line__item__resource", "line__item__copy", "line__booking__borrower"))


@transaction.atomic
def settle(*, follow_up, outcome, by, now):
    """What became of it. What is written off leaves the box, and the catalogue, where it is known which copies it is.

    Raises `AlreadyDone`, and `Refused` where that cannot become of it.
    """
    if outcome not in POSSIBLE[follow_up.is_missing]:
        raise Refused("Choose from the list.", "outcome")
    mine = FollowUp.objects.filter(pk=follow_up.pk, outcome="")
    if not mine.update(outcome=outcome, settled_at=now, settled_by=by):
        raise AlreadyDone("Somebody has settled this already.")
    if outcome == Outcome.WRITTEN_OFF:
        _write_off(follow_up, by, now)


def _write_off(follow_up, by, now):
    item = follow_up.line.item
    named = Q(resource=item.resource_id, barcode__in=follow_up.barcodes) if follow_up.barcodes else Q(pk=item.copy_id)
    Copy.objects.filter(named, withdrawn_at__isnull=True).update(withdrawn_at=now)
    locked(item.contents.box)
    standing, expected = standing_for(item), item.quantity - _written_off_since(follow_up)
    # Where somebody has changed the box since, what is in it is theirs to say.
    if standing is None or standing.quantity != expected:
        return
    left = expected - follow_up.quantity
    with suppress(Refused):
        if left > 0:
            change_item(item=standing, version=standing.version, values={"quantity": left}, by=by, now=now)
        else:
            remove_item(item=standing, by=by, now=now)


def _written_off_since(follow_up):
    """How many of the same thing of the box were written off since it went out, this follow-up apart."""
    booking, item = follow_up.line.booking, follow_up.line.item
    same = {"resource": item.resource_id, "copy": item.copy_id, "name__iexact": item.name}
    others = FollowUp.objects.filter(
        line__booking__box=booking.box_id,
        outcome=Outcome.WRITTEN_OFF,
        settled_at__gte=booking.out_at,
        **{f"line__item__{name}": value for name, value in same.items()},
    )
    return others.exclude(pk=follow_up.pk).aggregate(number=Sum("quantity", default=0))["number"]
