"""The rows of the lists of what loans tell, and how many of them are shown."""

from dataclasses import dataclass

from collab.addresses import address
from resources.from_loans.answered import Told

SHOWN, MOST = 12, 100  # of a list: before one opens the rest, and at all


@dataclass(frozen=True)
class Row:
    """One thing of a list. `told` has been done about it; the addresses are of what can be done, where they are."""

    title: str
    url: str
    words: str
    boxes: list
    told: Told | None = None
    buy_url: str = ""
    settle_url: str = ""
    weed_url: str = ""
    item: int | None = None


@dataclass(frozen=True)
class Part:
    """The rows of a list, and how many more there would be."""

    rows: list
    left_out: int

    @property
    def first(self):
        return self.rows[:SHOWN]

    @property
    def rest(self):
        return self.rows[SHOWN:]


def part_of(things, make):
    """The first `MOST` of things in order, each made into a row when it is known that it is shown."""
    return Part([make(thing) for thing in things[:MOST]], max(0, len(things) - MOST))


def url_of(school, name, **keys):
    """The address of a page of the school; nothing for what is not there."""
    return "" if None in keys.values() else address(name, school_slug=school.slug, **keys)
