"""Named write that takes back what was noted as arrived by mistake. The correction stays with the moves of the order.

It is for right after: what has gone on since is not turned back with it, and refuses it in a sentence.
"""

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from resources.catalogue.actions import withdraw_resource
from resources.corrections import RIGHT_AFTER
from resources.models import BoxItem, Copy, PurchaseSuggestion, Resource
from resources.moves import move
from resources.purchases.arrivals import arrived, last_arrival
from resources.purchases.queries import locked
from resources.purchases.states import CORRECTIONS, State
from resources.standing import in_boxes, places_of


@transaction.atomic
def undo_arrival(*, purchase, why, by, now):
    """What came last has not come after all: it is on order again. Returns the suggestion as it stands.

    The copies that came by it leave the catalogue, and so does the title that was written down with it, unless there
    are other copies of it. Raises `AlreadyDone`, `Refused`.
    """
    current = locked(purchase)
    last = last_arrival(current)
    if last is None or last.pk != getattr(last_arrival(purchase), "pk", None):
        raise AlreadyDone("It has not arrived, or somebody undid that a moment ago.")
    if now - last.at > RIGHT_AFTER:
        raise Refused("That is more than a week ago. What has come of it since stays as it is.")
    if current.resource_id:
        _take_from_the_catalogue(current, last, by=by, now=now)
    is_nothing_left = arrived(current) <= last.copies
    move(
        current,
        State.ORDERED,
        table=CORRECTIONS,
        by=by,
        now=now,
        why=why,
        noted={"copies": -last.copies, "barcodes": last.barcodes},
        **({"resource": None} if is_nothing_left else {}),
    )
    return current


def came_with(last, resource):
    """The copies of a title that came by a move and are on the shelf."""
    return Copy.objects.filter(resource=resource, barcode__in=last.barcodes, withdrawn_at__isnull=True)


def is_made_by(last, resource):
    """Whether a title was written down by just this arrival."""
    return resource.created_at == last.at and resource.created_by_id == last.by_id


def _take_from_the_catalogue(purchase, last, *, by, now):
    resource = Resource.objects.select_for_update(no_key=True).get(pk=purchase.resource_id)
    copies = came_with(last, resource)
    in_a_box = in_boxes().filter(copy__in=copies).select_related("contents__box").first()
    if in_a_box:
        raise Refused(f"“{resource}” stands in “{in_a_box.contents.box}”. Take it out there first.")
    others = resource.copies.filter(withdrawn_at__isnull=True).exclude(pk__in=copies.values("pk"))
    is_theirs = PurchaseSuggestion.objects.filter(resource=resource).exclude(pk=purchase.pk).exists()
    if is_made_by(last, resource) and not resource.withdrawn_at and not others.exists() and not is_theirs:
        for place in places_of(resource):
            raise Refused(f"“{resource}” stands in “{place.name}”. Take it out there first.")
        withdraw_resource(resource=resource, by=by, now=now)
    # Its barcode is free again for the title that it belongs to; what a box had once is kept on record.
    known = BoxItem.objects.filter(copy__in=copies).values("copy")
    copies.filter(pk__in=known).update(withdrawn_at=now)
    copies.delete()
