"""Named writes to what is in a box. What went out stays as it was: a change after that makes the next version.

Each of them locks the row of the box first, so that of two people at one box the second waits, and sees what is there.
"""

from django.db import transaction
from django.db.models.functions import Lower

from collab.errors import AlreadyDone, Refused, RowGone
from collab.writing import refusing, write_over
from resources.boxes.locking import locked
from resources.models import BoxItem, BoxVersion

MOST_OF_ONE = 999
LONGEST_NOTE = 500
SENTENCES = {
    "box_item_is_something": ("name", "Say what it is."),
    "box_item_is_counted": ("quantity", f"Between 1 and {MOST_OF_ONE}."),
    "a_copy_is_one_of_a_title": ("quantity", "A copy with a barcode of its own is one: scan the others too."),
}


def current_version(box):
    """The newest version of what is in a box; it may have gone out already."""
    return box.versions.order_by("-number").first()


@transaction.atomic
def open_version(*, box, by, now):
    """The version of a box that may be changed: where the newest went out, a copy of it with the next number.

    Raises `Refused` where the box was retired, `RowGone`.
    """
    box = locked(box)
    if box.retired_at:
        raise Refused(f"“{box}” is out of use. Take it into use again, then change what is in it.")
    newest = current_version(box)
    if newest is not None and newest.sealed_at is None:
        return newest
    number = newest.number + 1 if newest else 1
    version = BoxVersion.objects.create(box=box, number=number, created_by=by, created_at=now)
    if newest:
        BoxItem.objects.bulk_create(_copied(item, version) for item in newest.items.order_by("pk"))
    return version


@transaction.atomic
def add_item(*, box, by, now, resource=None, copy=None, name="", quantity=1, note=""):
    """Puts something into a box: a title, one copy of it (then `resource` may be left out), or what only has a name.

    What is there already is counted up by `quantity`, and a further note joins the one that it has. Returns the item.
    Raises `AlreadyDone` where that very copy is there, and `Refused`.
    """
    resource = copy.resource if copy else resource
    _refuse_what_is_gone(resource, copy)
    version = open_version(box=box, by=by, now=now)
    there = _in(version, resource_id=resource and resource.pk, copy_id=copy and copy.pk, name=name)
    if there and copy:
        raise AlreadyDone(f"This copy of “{there}” is in the box already.")
    if there:
        return _counted_up(there, quantity, note, by=by, now=now)
    what = {"resource": resource, "copy": copy, "name": "" if resource else name}
    with refusing(SENTENCES, what):
        return BoxItem.objects.create(
            contents=version, quantity=quantity, note=note, added_at=now, added_by=by, changed_at=now, **what
        )


@transaction.atomic
def change_item(*, item, version, values, by, now):
    """Another quantity or note for something in a box, that was read at `version`. Returns it as it stands.

    An item of a version that went out is changed in the one that follows. Raises `Refused`, `RowChanged`, `RowGone`.
    """
    there = _in_the_newest(item)
    if there is None:
        raise RowGone
    if any(getattr(there, field) != value for field, value in values.items()):
        there = _in_an_open_version(there, by=by, now=now)
    return write_over(there, values, version=version, sentences=SENTENCES, by=by, now=now)


@transaction.atomic
def remove_item(*, item, by, now):
    """Takes something out of a box. Returns it as it stood, to be put back. Raises `AlreadyDone`, `Refused`."""
    there = _in_the_newest(item)
    if there is None:
        raise AlreadyDone(f"“{item}” was taken out already.")
    there = _in_an_open_version(there, by=by, now=now)
    BoxItem.objects.filter(pk=there.pk).delete()
    return there


@transaction.atomic
def put_back(*, box, by, now, **what):
    """Puts back what was taken out, as `add_item` takes it. Returns it. Raises `AlreadyDone` where it is there."""
    if is_inside(locked(box), **what):
        raise AlreadyDone("It is in the box already.")
    return add_item(box=box, by=by, now=now, **what)


@transaction.atomic
def seal(*, version, now):
    """A version goes out: from now on a change makes the next one. Returns it; what went out is to be read after this.

    Sealing what went out before changes nothing. Raises `Refused` where somebody made a newer version meanwhile.
    """
    newest = current_version(locked(version.box))
    if newest.pk != version.pk:
        raise Refused("Somebody changed what is in the box a moment ago. Look again.")
    if newest.sealed_at is None:
        newest.sealed_at = now
        newest.save(update_fields=["sealed_at"])
    return newest


def unseal(*, version):
    """A version did not go out after all, and may be changed again. The row of its box is locked already."""
    BoxVersion.objects.filter(pk=version.pk).update(sealed_at=None)


def is_inside(box, *, resource=None, copy=None, name="", **_):
    """Whether a thing, as `add_item` takes it, is in the newest version of a box."""
    found = _in(current_version(box), resource_id=resource and resource.pk, copy_id=copy and copy.pk, name=name)
    return found is not None


def standing_for(item):
    """What stands for an item of whatever version in the newest one of its box; None where it was taken out."""
    return _standing_for(item, current_version(item.contents.box))


def _refuse_what_is_gone(resource, copy):
    if copy and copy.withdrawn_at:
        raise Refused(f"The copy {copy} of “{resource}” was withdrawn from the catalogue.")
    if resource and resource.withdrawn_at:
        raise Refused(f"“{resource}” was withdrawn from the catalogue.")


def _in(version, *, resource_id, copy_id, name):
    """What stands in a version for a title, a copy, or a name; None where nothing does."""
    items = version.items.select_related("resource").filter(resource=resource_id, copy=copy_id)
    if resource_id is None:
        items = items.annotate(called=Lower("name")).filter(called=name.lower())
    return items.first()


def _in_the_newest(item):
    """What stands for an item in the newest version of its box, which is locked by this."""
    return _standing_for(item, current_version(locked(item.contents.box)))


def _standing_for(item, newest):
    if newest.pk == item.contents_id:
        return newest.items.filter(pk=item.pk).first()
    return _in(newest, resource_id=item.resource_id, copy_id=item.copy_id, name=item.name)


def _in_an_open_version(item, *, by, now):
    version = open_version(box=item.contents.box, by=by, now=now)
    if version.pk == item.contents_id:
        return item
    return _in(version, resource_id=item.resource_id, copy_id=item.copy_id, name=item.name)


def _counted_up(item, quantity, note, *, by, now):
    if item.quantity + quantity > MOST_OF_ONE:
        raise Refused(f"More than {MOST_OF_ONE} of “{item}” is more than a box can hold.", "quantity")
    notes = "; ".join(dict.fromkeys(filter(None, (item.note, note))))
    if len(notes) > LONGEST_NOTE:
        raise Refused(f"“{item}” has a note already, and both together are too long.", "note")
    values = {"quantity": item.quantity + quantity, "note": notes}
    return write_over(item, values, version=item.version, sentences=SENTENCES, by=by, now=now)


def _copied(item, version):
    """The same thing for another version, with its count of changes, so that a form read before still fits it."""
    copied = {field.attname: getattr(item, field.attname) for field in BoxItem._meta.fields if not field.primary_key}
    return BoxItem(**copied | {"contents_id": version.pk})
