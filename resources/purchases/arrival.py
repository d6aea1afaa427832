"""What was ordered is there: it becomes a title of the catalogue, or one that is in it already."""

from django.db import transaction
from django.db.models import Case, When

from collab.errors import Refused
from resources.catalogue import isbn
from resources.catalogue.actions import add_copy, add_resource
from resources.models import Resource
from resources.moves import move
from resources.purchases.arrivals import arrived, in_words, left_to_come
from resources.purchases.known import called
from resources.purchases.queries import locked
from resources.purchases.states import IN_PARTS, NEXT, State

MOST_TITLES = 10


class NotedMeanwhile(Refused):
    """Somebody else noted a part of the order since it was looked at."""


def titles_it_may_be(purchase):
    """Titles of the catalogue with the ISBN of a suggestion, or of its very name; and the one that a part became."""
    on_the_shelf = Resource.objects.filter(school=purchase.school_id).on_the_shelf()
    isbn13, _ = isbn.read(purchase.isbn)
    alike = called(on_the_shelf, purchase.title)
    if isbn13:
        alike = alike | on_the_shelf.filter(isbns__contains=[isbn13])
    alike = alike | on_the_shelf.filter(pk=purchase.resource_id)
    is_it = Case(When(pk=purchase.resource_id, then=0), default=1)
    return alike.order_by(is_it, "title", "pk")[:MOST_TITLES]


@transaction.atomic
def put_on_the_shelf(*, purchase, resource, values, barcodes, by, now, copies=None, there=None):
    """Moves a suggestion to “available”, or notes that a part of the order has come. Returns the title that it became.

    `copies`: how many have come now, None for all that were missing; `there`: how many `by` was told were there before.
    `resource`: the title that it is, or None for a new one with `values` (kind, title, creator, isbn, link,
    call_number, location).
    `barcodes`: those of its copies. Raises `Refused`, at the field “barcodes” where one is in use.
    """
    current = locked(purchase)
    _refuse_what_somebody_noted(current, there)
    left = left_to_come(current)
    number = max(left if copies is None else copies, len(barcodes))
    if not number and not arrived(current):
        raise Refused("Say how many have come.", "copies")
    title = resource or add_resource(values=_about_the_title(purchase, values, now), by=by, now=now)
    for barcode in barcodes:
        try:
            add_copy(resource=title, barcode=barcode, by=by, now=now)
        except Refused as refusal:
            raise Refused(str(refusal), "barcodes") from refusal
    noted = {"copies": number, "barcodes": barcodes}
    to, table = (State.AVAILABLE, NEXT) if number >= left else (State.ORDERED, IN_PARTS)
    move(purchase, to, table=table, by=by, now=now, noted=noted, resource=title)
    return title


def _refuse_what_somebody_noted(current, there):
    """Whoever noted a part meanwhile may have noted the same parcel."""
    if there is not None and there != arrived(current) and current.state == State.ORDERED:
        raise NotedMeanwhile(
            f"Somebody noted copies a moment ago: {in_words(current)}. Look whether any are left to note."
        )


def _about_the_title(purchase, values, now):
    isbn13, typed = isbn.read(values["isbn"])
    return {
        "kind": values["kind"],
        "title": values["title"],
        "creators": [values["creator"]] if values["creator"] else [],
        "isbns": [isbn13] if isbn13 else [],
        "odd_isbns": [typed] if typed and not isbn13 else [],
        "link": values["link"],
        "call_number": values["call_number"],
        "location": values["location"],
        "added_on": purchase.school.day_of(now),
    }


def why_not_yet(purchase):
    """Why a suggestion cannot be put on the shelf, or an empty text."""
    if State.AVAILABLE in NEXT[purchase.state]:
        return ""
    return f"It is “{purchase.get_state_display().lower()}”: only what is ordered arrives."
