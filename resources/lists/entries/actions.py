"""Named writes to the entries of a list. Each locks the list first, so that of two curators one waits."""

from datetime import timedelta

from django.db import transaction

from collab.errors import AlreadyDone, Refused, RowGone
from collab.writing import write_over
from resources.lists.links.actions import note_links
from resources.lists.locking import locked, touch
from resources.models import ListEntry

MOST_ENTRIES = 300
KEPT_FOR = timedelta(days=30)  # what was taken off, so that it can be put back


@transaction.atomic
def add_entries(*, resource_list, entries, by, now):
    """Puts entries at the end of a list, all or none. Returns them. Raises `Refused`, `RowGone`.

    `entries`: each a dict of kind, and of text, url, resource and note those that its kind has.
    """
    current = locked(resource_list)
    standing = list(ListEntry.objects.filter(list=current))
    if len(standing) + len(entries) > MOST_ENTRIES:
        raise Refused(f"A list has {MOST_ENTRIES} entries at most. Begin a second one.")
    for entry in entries:
        _refuse_twice(standing, entry)
        last = max((one.position for one in standing), default=0)
        standing.append(ListEntry(list=current, position=last + 1, created_at=now, created_by=by, **entry))
    made = ListEntry.objects.bulk_create([one for one in standing if one.pk is None])
    _note(current, made, now)
    touch(current, by=by, now=now)
    return made


@transaction.atomic
def change_entry(*, entry, version, values, by, now):
    """Other values for an entry that was read at `version`. Returns it. Raises `Refused`, `RowChanged`, `RowGone`."""
    current = locked(entry.list)
    standing = list(ListEntry.objects.filter(list=current))
    if entry not in standing:
        raise RowGone
    _refuse_twice([one for one in standing if one != entry], values)
    changed = write_over(entry, values, version=version, sentences={}, by=by, now=now)
    _note(current, [changed], now)
    touch(current, by=by, now=now)
    return changed


@transaction.atomic
def move_entry(*, entry, by, now, steps=0, place=None):
    """Moves an entry some steps on (back, where negative) or to a place from 1. Returns its place and their number.

    Beyond either end it stops there. Raises `AlreadyDone` where it stands there already or was taken off.
    """
    current = locked(entry.list)
    entries = list(ListEntry.objects.filter(list=current))
    if entry not in entries:
        raise AlreadyDone("Somebody took this off the list in the meantime.")
    stands = entries.index(entry)
    wanted = min(max(stands + steps if place is None else place - 1, 0), len(entries) - 1)
    if wanted == stands:
        raise AlreadyDone(_at_the_end(stands, len(entries)))
    entries.insert(wanted, entries.pop(stands))
    _number(entries)
    touch(current, by=by, now=now)
    return wanted + 1, len(entries)


@transaction.atomic
def remove_entry(*, entry, by, now):
    """Takes an entry off its list; it can be put back. Raises `AlreadyDone`."""
    current = locked(entry.list)
    if not ListEntry.objects.filter(pk=entry.pk).update(removed_at=now, removed_by=by):
        raise AlreadyDone("Somebody took this off the list in the meantime.")
    touch(current, by=by, now=now)


@transaction.atomic
def put_back_entry(*, entry, by, now):
    """Puts an entry back where it stood when it was taken off. Raises `AlreadyDone`, or `Refused` where it is full."""
    current = locked(entry.list)
    removed = ListEntry.with_removed.filter(pk=entry.pk, removed_at__isnull=False).first()
    if removed is None:
        raise AlreadyDone("It is on the list already.")
    entries = list(ListEntry.objects.filter(list=current))
    if len(entries) >= MOST_ENTRIES:
        raise Refused(f"A list has {MOST_ENTRIES} entries at most. Take another one off first.")
    _refuse_twice(entries, {"url": removed.url, "resource": removed.resource})
    ListEntry.with_removed.filter(pk=removed.pk).update(removed_at=None, removed_by=None)
    before = sum(one.position < removed.position for one in entries)
    entries.insert(before, removed)
    _number(entries)
    _note(current, [removed], now)
    touch(current, by=by, now=now)


def forget_removed(*, before):
    """Deletes for good what was taken off before a moment."""
    ListEntry.with_removed.filter(removed_at__lt=before).delete()


def _refuse_twice(standing, values):
    """Refuses a link or a title that is on the list already, at its field."""
    for one in standing:
        if values.get("url") and one.url == values["url"]:
            raise Refused(f"{one.url} is on the list already, as “{one.text}”.", "url")
        if values.get("resource") and one.resource_id == values["resource"].pk:
            raise Refused(f"“{values['resource']}” is on the list already.", "resource")


def _number(entries):
    """Gives entries the places from 1 on, in the order that they stand in here."""
    moved = []
    for position, entry in enumerate(entries, start=1):
        if entry.position != position:
            entry.position = position
            moved.append(entry)
    ListEntry.with_removed.bulk_update(moved, ["position"])


def _note(resource_list, entries, now):
    """Has the links looked at, those of the titles as well."""
    links = [entry.url or (entry.resource.link if entry.resource else "") for entry in entries]
    note_links(school_id=resource_list.school_id, urls=links, now=now)


def _at_the_end(stands, number):
    if stands == 0:
        return "It is the first already."
    return "It is the last already." if stands == number - 1 else "It stands there already."
