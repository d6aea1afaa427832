"""From an uploaded file, or from what was pasted, to rows of known fields. Nothing here knows the school."""

from dataclasses import dataclass

from collab.middleware import clean
from collab.staff_import.columns import LABELS, MANY, count_known, recognised
from collab.tables.cells import MOST_COLUMNS, tidy
from collab.tables.errors import Unreadable
from collab.tables.kinds import is_empty, is_package, refuse_other_kinds
from collab.tables.text_files import decoded, text_rows
from collab.tables.workbooks import workbook_rows

MOST_ROWS = 20_000
ROWS_TO_FIND_A_HEADER_IN = 10


@dataclass(frozen=True)
class Sheet:
    """What was read. `rows`: list of [row number, {field: text}, complaint or ""]; `read_as` says how, in words."""

    rows: list
    columns: dict
    ignored: list
    read_as: str


def read_file(content):
    """The Sheet in the bytes of a file; what it is, its bytes say and not its name. Raises `Unreadable`."""
    if is_empty(content):
        raise Unreadable("This file is empty.")
    if is_package(content):
        rows, title = workbook_rows(content, MOST_ROWS + ROWS_TO_FIND_A_HEADER_IN, count_known)
        return _sheet(rows, f"XLSX, sheet “{clean(title)[:60]}”")
    refuse_other_kinds(content)
    text, encoding = decoded(content)
    rows, delimiter = text_rows(text, count_known)
    return _sheet(rows, f"CSV, {encoding}, {delimiter} between the columns")


def read_paste(text):
    """The Sheet in what somebody copied from a spreadsheet. Raises `Unreadable`."""
    if not text.strip():
        raise Unreadable("There is nothing in what you pasted.")
    rows, delimiter = text_rows(text, count_known)
    return _sheet(rows, f"Pasted, {delimiter} between the columns")


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
