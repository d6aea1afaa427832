"""From an uploaded file, or from what was pasted, to rows of known fields. Nothing here knows the school."""

import re
from dataclasses import dataclass

from collab.middleware import clean
from collab.staff_import.columns import LABELS, MANY, MOST_COLUMNS, recognised
from collab.staff_import.errors import Unreadable
from collab.staff_import.text_files import decoded, text_rows
from collab.staff_import.workbooks import workbook_rows

MOST_ROWS = 20_000
ROWS_TO_FIND_A_HEADER_IN = 10
LONGEST_CELL_KEPT = 5_000
KINDS_OF_FILE = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"<!DOCTYPE", "a web page"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<HTML", "a web page"),
    (b"<?xml", "an XML file"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Sheet:
    """What was read. `rows`: list of [row number, {field: text}, complaint or ""]; `read_as` says how, in words."""

    rows: list
    columns: dict
    ignored: list
    read_as: str


def read_file(content):
    """The Sheet in the bytes of a file; what it is, its bytes say and not its name. Raises `Unreadable`."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("This file is empty.")
    if content.startswith(b"PK\x03\x04"):
        rows, title = workbook_rows(content, MOST_ROWS + ROWS_TO_FIND_A_HEADER_IN)
        return _sheet(rows, f"XLSX, sheet “{clean(title)[:60]}”")
    if content.startswith(OLD_OFFICE):
        raise Unreadable(_about_old_office(content))
    for mark, what in KINDS_OF_FILE:
        if content.lstrip()[:16].startswith(mark) and not (mark == b"BM" and b"\x00" not in content[:64]):
            raise Unreadable(f"This is {what}, not a table. Choose a CSV or XLSX file, whatever its name ends in.")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        raise Unreadable("This is a picture (WebP), not a table. Choose a CSV or XLSX file.")
    text, encoding = decoded(content)
    rows, delimiter = text_rows(text)
    return _sheet(rows, f"CSV, {encoding}, {delimiter} between the columns")


def read_paste(text):
    """The Sheet in what somebody copied from a spreadsheet. Raises `Unreadable`."""
    if not text.strip():
        raise Unreadable("There is nothing in what you pasted.")
    rows, delimiter = text_rows(text)
    return _sheet(rows, f"Pasted, {delimiter} between the columns")


def _about_old_office(content):
    if ENCRYPTED in content:
        return "This workbook is protected by a password. Save it without one, or paste the rows here."
    return "This is an old Excel file (XLS). Open it and save it as XLSX or CSV, and choose that file."


def _sheet(rows, read_as):
    rows = [row for row in rows if any(cell.strip() for cell in row[1]) or row[2]]
    if not rows:
        raise Unreadable("There are no rows in this list.")
    if max(len(cells) for _, cells, _ in rows) > MOST_COLUMNS * 2:
        raise Unreadable(f"This list has more than {MOST_COLUMNS} columns. Keep those of a staff list.")
    at, columns = _header(rows)
    body = rows[at + 1 :]
    if not body:
        raise Unreadable("The first row names the columns, but no row follows it.")
    if len(body) > MOST_ROWS:
        raise Unreadable(f"This list has more than {MOST_ROWS:,} rows. Split it into several files.")
    return Sheet([_row(row, columns) for row in body], columns.known, columns.ignored, read_as)


def _header(rows):
    """The position of the row that names the columns, and its Columns: the best known of the first few rows."""
    seen = [
        (recognised([tidy(cell) for cell in cells[:MOST_COLUMNS]]), at)
        for at, (_, cells, _) in enumerate(rows[:ROWS_TO_FIND_A_HEADER_IN])
    ]
    columns, at = max(seen, key=lambda found: (found[0].has_identity, len(found[0].known), -found[1]))
    if not columns.has_identity:
        first = ", ".join(f"“{cell}”" for cell in map(tidy, rows[0][1][:4]) if cell)
        raise Unreadable(
            "The first row must name the columns, and at least one of them must be a name, an e-mail address or a "
            f"staff ID. It begins with {first[:200]}."
        )
    return at, columns


def _row(row, columns):
    number, cells, complaints = row
    found = {}
    for field, cell in zip(columns.fields, cells, strict=False):
        text = tidy(cell)
        if field is not None and text:
            found[field] = f"{found[field]}; {text}" if field in MANY and field in found else text
    return [number, found, _complaint(columns, cells, complaints, found)]


def _complaint(columns, cells, complaints, found):
    """Why a row cannot be used, whatever it says; empty when it can."""
    for position, words in sorted(complaints.items()):
        field = columns.fields[position] if position < len(columns.fields) else None
        if field is not None:
            return f"The cell under {LABELS[field]} {words}."
    if any(cell.strip() for cell in cells[len(columns.fields) :]):
        return "It has more cells than there are columns. Is there a separator within a cell?"
    if not found:
        return "It has nothing in the columns that are known."
    return ""


def tidy(cell):
    """A cell as one line of clean text: no control characters, no double spaces; a lone dash is empty."""
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", clean(cell[:LONGEST_CELL_KEPT])).strip()
    return "" if text in {"-", "–", "—"} else text
