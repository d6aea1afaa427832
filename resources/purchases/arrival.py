"""What was ordered is there: it becomes a title of the catalogue, or one that is in it already."""

from django.db import transaction

from collab.errors import Refused
from resources.catalogue import isbn
from resources.catalogue.actions import add_copy, add_resource
from resources.models import Resource
from resources.moves import move
from resources.purchases.known import called
from resources.purchases.states import NEXT, State

MOST_TITLES = 10


def titles_it_may_be(purchase):
    """Titles of the catalogue with the ISBN of a suggestion, or of its very name."""
    on_the_shelf = Resource.objects.filter(school=purchase.school_id).on_the_shelf()
    isbn13, _ = isbn.read(purchase.isbn)
    alike = called(on_the_shelf, purchase.title)
    if isbn13:
        alike = alike | on_the_shelf.filter(isbns__contains=[isbn13])
    return alike.order_by("title", "pk")[:MOST_TITLES]


@transaction.atomic
def put_on_the_shelf(*, purchase, resource, values, barcodes, by, now):
    """Moves a suggestion to “available”. Returns the title that it became.

    `resource`: the title that it is, or None for a new one with `values` (kind, title, creator, isbn, link,
    call_number, location).
    `barcodes`: those of its copies. Raises `Refused`, at the field “barcodes” where one is in use.
    """
    title = resource or add_resource(values=_about_the_title(purchase, values, now), by=by, now=now)
    for barcode in barcodes:
        try:
            add_copy(resource=title, barcode=barcode, by=by, now=now)
        except Refused as refusal:
            raise Refused(str(refusal), "barcodes") from refusal
    move(purchase, State.AVAILABLE, table=NEXT, by=by, now=now, resource=title)
    return title


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
