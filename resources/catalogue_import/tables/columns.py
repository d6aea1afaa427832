"""Which column of a table holds what: told by its name, in any spelling and some languages."""

import hashlib
import re

from collab.tables.cells import folded
from resources.catalogue_import.tables.column_names import SYNONYMS

LABELS = {
    "title": "Title",
    "subtitle": "Subtitle",
    "creators": "Authors, makers",
    "other_creators": "More authors",
    "kind": "Kind",
    "isbns": "ISBN",
    "other_isbns": "Another ISBN",
    "publisher": "Publisher",
    "year": "Year",
    "summary": "Summary",
    "subjects": "Subjects",
    "other_subjects": "More subjects",
    "reads": "Reading age (8–12)",
    "reads_from": "Reading age from",
    "reads_to": "Reading age to",
    "call_number": "Call number",
    "location": "Location",
    "barcodes": "Barcode",
    "link": "Link",
    "control_number": "Record number",
}
KNOWN = {folded(word): field for field, words in SYNONYMS.items() for word in words.split("|")}
PARTS = re.compile(r"[/|()\[\]]|\s[-–—]\s")  # Between the same name in two languages: “Verfasser / Author”.


def recognised(header):
    """{field: position} of a header (list of names). Of two columns for the same thing the first one counts."""
    found = {}
    for position, name in enumerate(header):
        field = _field_of(name)
        if field is not None:
            found.setdefault(field, position)
    return found


def _field_of(name):
    """What a column is for, by its name or by those parts of the name that are known; None where they disagree."""
    if whole := KNOWN.get(folded(name)):
        return whole
    fields = {KNOWN[part] for part in map(folded, PARTS.split(name)) if part in KNOWN}
    return fields.pop() if len(fields) == 1 else None


def count_known(header):
    """How many names in a header are known."""
    return len(recognised(header))


def digest_of(columns):
    """Names a header, by which its mapping is remembered."""
    return hashlib.sha256("\x1f".join(map(folded, columns)).encode()).hexdigest()
