"""Boxes with things in them, and loans of them, for the tests of loans."""

from datetime import timedelta

from resources.bookings.actions import book_box
from resources.bookings.lending import Back, hand_out, take_back
from resources.boxes.actions import add_box
from resources.boxes.contents import add_item, current_version
from resources.models import Copy, Resource
from tests.cast import NOW, TODAY

MONDAY = TODAY + timedelta(days=5)  # 23 November, the first day of week 7.


def make_box(by, name="Volcanoes", things=(), **values):
    """A box; `things` are (name, quantity) of what is in no catalogue."""
    box = add_box(values={"name": name} | values, by=by, now=NOW)
    for called, quantity in things:
        add_item(box=box, name=called, quantity=quantity, by=by, now=NOW)
    return box


def put_copy(box, by, title, barcode, **about):
    """Puts one copy of a new title into a box. Returns the copy."""
    about = {"added_on": TODAY, "created_at": NOW, "created_by": by} | about
    resource = Resource.objects.create(school_id=by.school_id, title=title, **about)
    copy = Copy.objects.create(school_id=by.school_id, resource=resource, barcode=barcode, added_on=TODAY)
    add_item(box=box, copy=copy, by=by, now=NOW)
    return copy


def lend(box, borrower, first, last, *, by, now=NOW, **values):
    """A loan of a box: a request or a booking, as `by` may make it."""
    values = {"starts_on": first, "ends_on": last} | values
    return book_box(box=box, borrower=borrower, values=values, by=by, now=now)


def goes_out(booking, *, by, now=NOW, **counts):
    """Hands out all that is in the box of a loan; `counts` by the name of a thing say of how many another number."""
    version = current_version(booking.box)
    handed = {item.pk: counts.get(str(item), item.quantity) for item in version.items.select_related("resource")}
    hand_out(booking=booking, version=version, handed=handed, by=by, now=now)


def comes_back(booking, *, by, now=NOW, **how):
    """Takes a loan back; `how` gives a `Back` by the name of a thing, all else is there."""
    back = {line.pk: how.get(str(line), Back()) for line in booking.lines.select_related("item__resource")}
    return take_back(booking=booking, back=back, by=by, now=now)


def lost(hill):
    """A FollowUp: something went out with Ben, and did not come back."""
    booking = lend(make_box(hill.ada, "Rocks", [("Hammer", 1)]), hill.ben, TODAY, MONDAY, by=hill.ada)
    goes_out(booking, by=hill.ada)
    [follow_up] = comes_back(booking, by=hill.ada, Hammer=Back(missing=1))
    return follow_up
