"""What the lists that are ticked off at the shelf have in common: the things in the order of the shelf, and scans."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from resources.models import Copy

CALLED_LAST = "\uffff"  # What has no call number comes after what has one.


@dataclass
class Counted:
    """One line of a list, whose copies can be counted by scanning them: each of its barcodes counts one, once."""

    barcodes: list = field(default_factory=list)
    scanned: list = field(default_factory=list)

    @property
    def barcodes_sent(self):
        """The barcodes in one text of the page; one may have a space in it."""
        return "\n".join(self.barcodes)

    @property
    def scanned_sent(self):
        """Those scanned so far, in one text that the page sends along."""
        return "\n".join(self.scanned)


def scan(lines, barcode):
    """Counts the copy with a barcode on the line of a list that it belongs to. Returns what to say of that."""
    line, barcode = _line_with(lines, barcode)
    if line is None:
        return f"Nothing in this box has the barcode “{barcode}”."
    if barcode in line.scanned:
        return f"“{barcode}” is counted already: {line.item}."
    if line.is_complete:
        return line.says_complete
    line.scanned.append(barcode)
    line.count_one()
    return line.says_counted


def _line_with(lines, barcode):
    """The line that a barcode belongs to, or None; and the barcode as it is written there."""
    for written in (barcode, barcode.upper()):
        for line in lines:
            if written in line.barcodes:
                return line, written
    return None, barcode


def scanned_in(data, pk, barcodes):
    """The barcodes that were scanned for a line before, as a form sends them along; None but its own."""
    sent = data.get(f"scanned-{pk}", "").splitlines() if data is not None else []
    return [barcode for barcode in dict.fromkeys(sent) if barcode in barcodes]


def things_of(version):
    """What is in a version in the order of the shelf, with its titles, copies and barcodes."""
    if version is None:
        return []
    items = version.items.select_related("resource", "copy").prefetch_related(on_the_shelf("resource__copies"))
    return sorted(items, key=place_on_the_shelf)


def on_the_shelf(path):
    """Prefetches the copies that were not withdrawn, as `on_the_shelf` of their title; `path` leads to the copies."""
    return Prefetch(path, Copy.objects.filter(withdrawn_at__isnull=True), to_attr="on_the_shelf")


def place_on_the_shelf(item):
    """What to sort things of a box by: call number, then name."""
    called = item.resource.call_number.casefold() if item.resource else ""
    return called or CALLED_LAST, str(item).casefold()


def barcodes_of(item, *, but=()):
    """The barcodes that stand for an item: that of its copy, else those of all copies of its title `but` some."""
    if item.copy:
        return [item.copy.barcode]
    return [copy.barcode for copy in item.resource.on_the_shelf if copy.barcode not in but] if item.resource else []


def copies_among(items):
    """The barcodes of the copies that stand by themselves among some items: they count for nothing else."""
    return {item.copy.barcode for item in items if item.copy}
