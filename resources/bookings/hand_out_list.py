"""The list that is ticked off when a box goes out, as its page holds it: nothing typed is lost."""

from dataclasses import dataclass

from collab import asked
from resources.bookings.checklists import Counted, barcodes_of, copies_among, scan, scanned_in, things_of


@dataclass(kw_only=True)
class Thing(Counted):
    """One line: something in the box, whether it is ticked, and how many go out."""

    item: object
    is_ticked: bool = False
    count: str = ""
    error: str = ""

    @property
    def number(self):
        """How many go out, or None where what was typed is no number of them."""
        if not self.is_ticked:
            return 0
        return asked.number(self.count, 1, self.item.quantity) if self.item.quantity > 1 else 1

    @property
    def is_complete(self):
        return self.number == self.item.quantity

    @property
    def says_complete(self):
        many = self.item.quantity
        return f"All {many} of {self.item} are counted already." if many > 1 else f"{self.item} is ticked already."

    @property
    def says_counted(self):
        many = self.item.quantity
        return f"{self.item}: {self.count} of {many}" if many > 1 else f"Ticked: {self.item}"

    def count_one(self):
        """One more goes out; the first tick begins with one."""
        self.count, self.is_ticked = str((self.number or 0) + 1), True


class HandOut:
    """The current contents of a box, to be ticked off. `told`: what came of the last scan."""

    def __init__(self, version, data=None):
        items = things_of(version)
        own = copies_among(items)
        self.version = version
        self.things = [_thing(item, barcodes_of(item, but=own), data) for item in items]
        self.told = ""
        self.known = set(data.getlist("item")) if data is not None else set()

    def is_valid(self):
        for thing in self.things:
            if thing.number is None:
                thing.error = f"Between 1 and {thing.item.quantity}."
        return not any(thing.error for thing in self.things)

    def handed(self, *, everything=False):
        """Key of each item that the page showed → how many go out; `everything` whatever is ticked."""
        shown = [thing for thing in self.things if str(thing.item.pk) in self.known]
        return {thing.item.pk: thing.item.quantity if everything else thing.number for thing in shown}

    def scanned(self):
        """Key of each item → the barcodes of its copies that were scanned."""
        return {thing.item.pk: thing.scanned for thing in self.things}

    @property
    def has_several(self):
        """Whether there is a title of which several copies can be scanned."""
        return any(thing.barcodes and thing.item.quantity > 1 for thing in self.things)

    def scan(self, barcode):
        """Ticks the thing with a barcode, or counts one more of it."""
        self.told = scan(self.things, barcode) if barcode else ""


def _thing(item, barcodes, data):
    thing = Thing(item=item, barcodes=barcodes, count=str(item.quantity))
    if data is not None:
        thing.is_ticked = f"there-{item.pk}" in data
        thing.count = data.get(f"count-{item.pk}", thing.count)
        thing.scanned = scanned_in(data, item.pk, barcodes) if thing.is_ticked else []
    return thing
