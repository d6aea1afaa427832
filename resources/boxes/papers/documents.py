"""Label and sheet as plain data for the typesetter: lists and texts, nothing that is markup."""

import segno

from collab.paper.characters import settable
from collab.paper.head import day, head
from resources.boxes.lines import items_of, lines_of


def label(box, *, address, printed_on):
    """What `label.typ` sets; `address` is that of the box's page, and what its QR code says."""
    about = {
        "kind": box.get_kind_display(),
        "name": box.name,
        "topics": box.topics,
        "place": box.place,
        "address": address.partition("://")[2],
    }
    code = {"code": qr_code(address).svg_inline(border=0, omitsize=True, dark="#1d2b2a")}
    return settable(head(box.school, f"Label: {box.name}", printed_on=printed_on) | about) | code


def qr_code(address):
    """The QR code of an address, at error level M: a quarter of the label may be scratched off, less a bit."""
    return segno.make(address, error="m", boost_error=False, micro=False)


def sheet(box, version, *, printed_on):
    """What `sheet.typ` sets: everything in a version of a box, sorted as it stands on the shelves."""
    items = sorted(items_of(version), key=_by_shelf)
    lines = lines_of(items, school=box.school)
    state = f"Version {version.number}"
    if version.sealed_at:
        state += f", went out on {day(box.school.day_of(version.sealed_at))}"
    document = head(box.school, box.name, printed_on=printed_on) | {
        "state": state,
        "facts": _facts(box, sum(line.quantity for line in lines)),
        "note": box.note,
        "lines": [[line.title, line.about, str(line.quantity), line.note] for line in lines],
    }
    return settable(document)


def _facts(box, things):
    facts = (
        ("Kind", box.get_kind_display()),
        ("Place", box.place),
        ("Topics", box.topics),
        ("Things in it", str(things)),
    )
    return [[label, text] for label, text in facts if text]


def _by_shelf(item):
    """By call number, then title; what is in no catalogue comes last."""
    resource = item.resource
    return resource is None, resource.call_number if resource else "", str(item).lower()
