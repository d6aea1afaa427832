"""The list that is ticked off when a box comes back, as its page holds it: nothing typed is lost."""

from dataclasses import dataclass, field

from collab import asked
from resources.bookings.checklists import Counted, barcodes_of, copies_among, scan, scanned_in
from resources.bookings.lending import Back

LONGEST_NOTE = 500
SAID = {True: "yes", False: "no", None: ""}
USED = {"yes": True, "no": False}


@dataclass(kw_only=True)
class Returned(Counted):
    """One line, as typed."""

    line: object
    state: str = "there"
    missing: str = "0"
    damaged: str = "0"
    used: str = ""
    note: str = ""
    errors: list = field(default_factory=list)

    @property
    def item(self):
        return self.line.item

    @property
    def is_one(self):
        return self.line.handed_out == 1

    @property
    def is_complete(self):
        """Whether every copy was counted; without a scan nobody has begun to count."""
        missing = asked.number(self.missing, 0, self.line.handed_out)
        return bool(self.scanned) and (self.is_one or missing == 0)

    @property
    def says_complete(self):
        if self.is_one:
            return f"{self.item} is back already."
        return f"All {self.line.handed_out} of {self.item} are accounted for already."

    @property
    def says_counted(self):
        if self.is_one:
            return f"Back: {self.item}"
        back = self.line.handed_out - int(self.missing)
        return f"{self.item}: {back} of {self.line.handed_out} back"

    def barcodes_missing(self, number):
        """The barcodes of so many that are missing, where it is known which they are; else none.

        Known is what went out where it was scanned then, or where the title has just so many copies.
        """
        out = self.line.scanned or (self.barcodes if len(self.barcodes) == self.line.handed_out else [])
        left = [barcode for barcode in out if barcode not in self.scanned]
        return tuple(left) if len(left) == number else ()

    def count_one(self):
        """One more is back. The first scan of several begins to count: what was not scanned yet is missing so far."""
        self.state = "there" if self.state == "missing" else self.state
        most = self.line.handed_out
        missing, damaged = (asked.number(text, 0, most) or 0 for text in (self.missing, self.damaged))
        self.missing = str(max(0, (missing or most - damaged) - 1))


class TakeBack:
    """What went out with a loan, and how each thing came back. `told`: what came of the last scan.

    A loan whose taking back was undone begins with what was said then.
    """

    def __init__(self, lines, data=None):
        own = copies_among(line.item for line in lines)
        self.returned = [_returned(line, barcodes_of(line.item, but=own), data) for line in lines]
        self.used = data.get("used", "") if data is not None else ""
        self.told = ""

    @property
    def has_barcodes(self):
        return any(one.barcodes for one in self.returned)

    @property
    def has_several(self):
        """Whether there is a title of which several copies can be scanned."""
        return any(one.barcodes and not one.is_one for one in self.returned)

    def scan(self, barcode):
        """Says that the copy with a barcode is back."""
        self.told = scan(self.returned, barcode) if barcode else ""

    def back(self, *, everything=False):
        """Key of each line → `Back`, or None where something typed cannot be; `everything` came back as it went."""
        found = {one.line.pk: self._back(one, everything) for one in self.returned}
        return None if any(one.errors for one in self.returned) else found

    def _back(self, one, everything):
        missing, damaged = (0, 0) if everything else _lost(one)
        if len(one.note) > LONGEST_NOTE:
            one.errors.append(f"At most {LONGEST_NOTE} characters.")
        was_used = USED.get(one.used, USED.get(self.used))
        return Back(missing, damaged, was_used, one.note, one.barcodes_missing(missing))


def _lost(one):
    """How many are missing and damaged; what cannot be is said at the line."""
    if one.is_one:
        return int(one.state == "missing"), int(one.state == "damaged")
    most = one.line.handed_out
    missing, damaged = (asked.number(text.strip() or "0", 0, most) for text in (one.missing, one.damaged))
    if missing is None or damaged is None or missing + damaged > most:
        one.errors.append(f"{most} went out: together at most that many.")
    return missing or 0, damaged or 0


def _returned(line, barcodes, data):
    said = _said(line)
    typed = {name: data.get(f"{name}-{line.pk}", usual) for name, usual in said.items()} if data is not None else said
    return Returned(line=line, barcodes=barcodes, scanned=scanned_in(data, line.pk, barcodes), **typed)


def _said(line):
    """What stands at a line already."""
    return {
        "state": "missing" if line.missing else "damaged" if line.damaged else "there",
        "missing": str(line.missing),
        "damaged": str(line.damaged),
        "used": SAID[line.was_used],
        "note": line.note,
    }
