"""The rows of a table as records, by the mapping of its columns."""

import re
from contextlib import contextmanager, nullcontext
from itertools import islice

from collab.tables.cells import folded, tidy
from collab.tables.errors import Unreadable
from resources.catalogue_import import parts
from resources.catalogue_import.reading.found import Broken, Found
from resources.catalogue_import.reading.marc_records import YEAR
from resources.catalogue_import.reading.reading_age import ages_in
from resources.catalogue_import.reading.record import Record, Unusable
from resources.catalogue_import.tables.columns import LABELS
from resources.catalogue_import.tables.kind_names import KIND_BY_WORD
from resources.catalogue_import.tables.opening import open_text, open_workbook
from resources.models import CatalogueImport

LONGEST_CELL = 25_000
SEVERAL = re.compile(r"[;|\n]")
SEVERAL_CODES = re.compile(r"[;|,\n]")
ROUNDED = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)


@contextmanager
def opened(catalogue_import):
    """The Table in an import's file, while it is open. Raises `Broken`."""
    key = catalogue_import.pk
    is_workbook = catalogue_import.format == CatalogueImport.Format.XLSX
    with parts.as_file(key) if is_workbook else nullcontext() as file:
        try:
            yield open_workbook(file, catalogue_import.size) if is_workbook else open_text(lambda: parts.pieces(key))
        except Unreadable as error:
            raise Broken(str(error)) from error


def records(catalogue_import):
    """A Found for each row of an import's table. Raises `Broken` where it cannot be read on."""
    with opened(catalogue_import) as table:
        for row in table.rows:
            yield _found(row, table, catalogue_import.mapping)


def first_rows(catalogue_import, mapping, how_many):
    """The first few rows: list of (cells, Found), read by a mapping that is tried out. Raises `Broken`."""
    with opened(catalogue_import) as table:
        return [(row.cells, _found(row, table, mapping)) for row in islice(table.rows, how_many)]


def _found(row, table, mapping):
    try:
        _check_cells(row, table)
        return Found(row.ends_at, record_of(row, mapping))
    except Unusable as trouble:
        return Found(row.ends_at, trouble=trouble)


def _check_cells(row, table):
    """A row with cells beyond the columns, or with whole rows within a cell, is not what somebody wrote."""
    count = len(table.columns)
    if any(cell.strip() for cell in row.cells[count:]):
        raise Unusable("It has more cells than there are columns. Is there a separator within a cell?")
    if count > 2 and table.delimiter:
        for cell in row.cells:
            if "\n" in cell and any(line.count(table.delimiter) >= count - 1 for line in cell.split("\n")[1:]):
                raise Unusable("A quotation mark opens in it and is never closed, so that other rows ran into it.")


def record_of(row, mapping):
    """The Record in a row. Raises `Unusable`."""
    flags = []
    texts = {field: _text(row, field, position, flags) for field, position in mapping.items()}

    def several(parting, *names):
        cells = (texts.get(name, "") for name in names)
        return [part for cell in cells for text in parting.split(cell) if (part := text.strip())]

    if not texts.get("title"):
        raise Unusable("It has no title.")
    reads_from, reads_to = _ages(texts, flags)
    names = ("title", "subtitle", "publisher", "summary", "call_number", "location", "link", "control_number")
    record = Record(
        **{name: texts.get(name, "") for name in names},
        kind=_kind(texts.get("kind", ""), flags),
        creators=several(SEVERAL, "creators", "other_creators"),
        year=_year(texts.get("year", ""), flags),
        subjects=several(SEVERAL, "subjects", "other_subjects"),
        reads_from=reads_from,
        reads_to=reads_to,
        barcodes=several(SEVERAL_CODES, "barcodes"),
        flags=flags,
    )
    isbns = several(SEVERAL_CODES, "isbns", "other_isbns")
    record.take_isbns(isbns)
    if any(ROUNDED.search(text) for text in isbns):
        record.flags.append("A spreadsheet rounded its ISBN. Format that column as text there, and export it again.")
    return record.fit()


def _text(row, field, position, flags):
    if position >= len(row.cells):
        return ""
    if position in row.complaints:
        sentence = f"The cell under {LABELS[field]} {row.complaints[position]}."
        if field == "title":
            raise Unusable(sentence)
        flags.append(sentence)
        return ""
    cell = row.cells[position][:LONGEST_CELL]
    return "\n".join(map(tidy, cell.split("\n"))) if "\n" in cell and field in MANY_LINES else tidy(cell, LONGEST_CELL)


MANY_LINES = frozenset({"creators", "other_creators", "isbns", "other_isbns", "subjects", "other_subjects", "barcodes"})


def _kind(text, flags):
    kind = KIND_BY_WORD.get(folded(text))
    if text and kind is None:
        flags.append(f"“{text[:40]}” is no kind that is known here. It was taken as a book, if it is new.")
    return kind


def _year(text, flags):
    found = YEAR.search(text)
    if text and not found:
        flags.append(f"“{text[:40]}” names no year. It was left out.")
    return int(found[1]) if found else None


def _ages(texts, flags):
    first, last = ages_in(texts.get("reads", ""))
    if any(texts.get(name) for name in ("reads_from", "reads_to")):
        first, last = (ages_in(texts.get(name, ""))[0] for name in ("reads_from", "reads_to"))
    if first is not None and last is not None and first > last:
        flags.append(f"Its reading ages are in the wrong order ({first} to {last}). They were left out.")
        return None, None
    return first, last
