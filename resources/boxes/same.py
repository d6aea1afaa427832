"""When two items of two versions of a box are the same thing: the same title, the same copy of it, or the same name."""

from typing import NamedTuple


class Same(NamedTuple):
    """What stays the same about a thing from one version of its box to the next."""

    resource_id: int | None
    copy_id: int | None
    name: str

    @classmethod
    def of(cls, item):
        return cls(item.resource_id, item.copy_id, item.name.lower())


class Difference(NamedTuple):
    """What is another between two versions: an item, what happened to it, and how in words."""

    item: object
    word: str
    how: str


def differences(before, after):
    """What changed from one list of items to another, as `Difference`s: put in, taken out, changed."""
    was = {Same.of(item): item for item in before}
    found = []
    for item in after:
        old = was.pop(Same.of(item), None)
        if old is None:
            found.append(Difference(item, "Put in", f"{item.quantity} of it" if item.quantity > 1 else ""))
        elif how := "; ".join(_changes(old, item)):
            found.append(Difference(item, "Changed", how))
    return found + [Difference(item, "Taken out", "") for item in was.values()]


def _changes(old, new):
    if old.quantity != new.quantity:
        yield f"{old.quantity} before, {new.quantity} now"
    if old.note != new.note:
        yield f"note: {new.note}" if new.note else "without its note"
