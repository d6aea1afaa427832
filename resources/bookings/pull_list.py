"""The pull list of a loan: what to fetch from the shelves, in the order in which it stands there."""

from pathlib import Path

from django.utils.text import slugify

from collab.models import Term
from collab.paper.characters import settable
from collab.paper.head import head
from resources.bookings.checklists import barcodes_of
from resources.bookings.words import days_in_words
from resources.boxes.lines import withdrawn

TEMPLATE = Path(__file__).parent / "pull_list.typ"
LONGEST_NAME = 60


def pull_list(booking, things, *, printed_on):
    """What `pull_list.typ` sets, for things from `checklists.things_of`; every text is fit for the fonts."""
    terms = list(Term.objects.filter(school=booking.school_id))
    facts = (
        ("For", booking.borrower.name),
        ("When", days_in_words(booking.starts_on, booking.ends_on, terms)),
        ("To", booking.place),
        ("Box stands", booking.box.place),
    )
    about = {
        "box": booking.box.name,
        "facts": [[label, text] for label, text in facts if text],
        "note": booking.note,
        "rows": [_row(item) for item in things],
    }
    return settable(head(booking.school, f"Pull list: {booking.box.name}", printed_on=printed_on) | about)


def file_name(booking):
    """“pull-list-volcanoes.pdf”"""
    return f"pull-list-{slugify(booking.box.name)[:LONGEST_NAME].strip('-') or booking.pk}.pdf"


def _row(item):
    barcodes = barcodes_of(item)
    title = item.resource
    return {
        "called": title.call_number if title else "",
        "what": str(item),
        "who": ", ".join(title.creators[:2]) if title else "",
        "where": title.location if title else "",
        "barcode": barcodes[0] if len(barcodes) == 1 and item.quantity == 1 else "",
        "many": str(item.quantity),
        "note": "; ".join(filter(None, (withdrawn(item), item.note))),
    }
