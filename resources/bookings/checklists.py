"""The lists that are ticked off when a box goes out and comes back, as their pages hold them: nothing typed is lost."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from collab import asked
from resources.bookings.lending import Back
from resources.models import Copy

LONGEST_NOTE = 500
CALLED_LAST = "\uffff"  # What has no call number comes after what has one.


@dataclass
class Thing:
    """One line of the hand-out: something in the box, whether it is ticked, and how many go out."""

    item: object
    barcodes: list
    is_ticked: bool = False
    count: str = ""
    error: str = ""

    @property
    def number(self):
        """How many go out, or None where what was typed is no number of them."""
        if not self.is_ticked:
            return 0
        return asked.number(self.count, 1, self.item.quantity) if self.item.quantity > 1 else 1


class HandOut:
    """The current contents of a box, to be ticked off."""

    def __init__(self, version, data=None):
        self.version = version
        self.things = [_thing(item, data) for item in things_of(version)]
        self.found = self.not_found = ""
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

    def tick(self, barcode):
        """Ticks the thing with a barcode; or says that there is none."""
        thing = next((one for one in self.things if barcode in one.barcodes), None)
        if thing is None:
            self.not_found = barcode
        else:
            thing.is_ticked = True
            self.found = str(thing.item)


def things_of(version):
    """What is in a version in the order of the shelf, with its titles, copies and barcodes."""
    if version is None:
        return []
    copies = Prefetch("resource__copies", Copy.objects.filter(withdrawn_at__isnull=True), to_attr="on_the_shelf")
    items = version.items.select_related("resource", "copy").prefetch_related(copies)
    return sorted(items, key=place_on_the_shelf)


def place_on_the_shelf(item):
    """What to sort things of a box by: call number, then name."""
    called = item.resource.call_number.casefold() if item.resource else ""
    return called or CALLED_LAST, str(item).casefold()


def barcodes_of(item):
    """The barcodes that stand for an item: that of its copy, else those of all copies of its title."""
    if item.copy:
        return [item.copy.barcode]
    return [copy.barcode for copy in item.resource.on_the_shelf] if item.resource else []


def _thing(item, data):
    thing = Thing(item, barcodes_of(item), count=str(item.quantity))
    if data is not None:
        thing.is_ticked = f"there-{item.pk}" in data
        thing.count = data.get(f"count-{item.pk}", thing.count)
    return thing


@dataclass
class Returned:
    """One line of the take-back, as typed."""

    line: object
    state: str = "there"
    missing: str = "0"
    damaged: str = "0"
    used: str = ""
    note: str = ""
    errors: list = field(default_factory=list)

    @property
    def is_one(self):
        return self.line.handed_out == 1


class TakeBack:
    """What went out with a loan, and how each thing came back."""

    USED = {"yes": True, "no": False}

    def __init__(self, lines, data=None):
        self.returned = [_returned(line, data) for line in lines]
        self.used = data.get("used", "") if data is not None else ""

    def back(self, *, everything=False):
        """Key of each line → `Back`, or None where something typed cannot be; `everything` came back as it went."""
        found = {one.line.pk: self._back(one, everything) for one in self.returned}
        return None if any(one.errors for one in self.returned) else found

    def _back(self, one, everything):
        missing, damaged = (0, 0) if everything else _lost(one)
        if len(one.note) > LONGEST_NOTE:
            one.errors.append(f"At most {LONGEST_NOTE} characters.")
        was_used = self.USED.get(one.used, self.USED.get(self.used))
        return Back(missing, damaged, was_used, one.note)


def _lost(one):
    """How many are missing and damaged; what cannot be is said at the line."""
    if one.is_one:
        return int(one.state == "missing"), int(one.state == "damaged")
    most = one.line.handed_out
    missing, damaged = (asked.number(text.strip() or "0", 0, most) for text in (one.missing, one.damaged))
    if missing is None or damaged is None or missing + damaged > most:
        one.errors.append(f"{most} went out: together at most that many.")
    return missing or 0, damaged or 0


def _returned(line, data):
    if data is None:
        return Returned(line)
    typed = {name: data.get(f"{name}-{line.pk}", usual) for name, usual in _USUAL.items()}
    return Returned(line, **typed)


_USUAL = {"state": "there", "missing": "0", "damaged": "0", "used": "", "note": ""}
