"""XLSX as a table: the values of its first sheet that has a known header, within bounds."""

import re
import warnings
import zipfile
from datetime import date, datetime, time
from io import BytesIO

from openpyxl import load_workbook

from collab.staff_import.columns import MOST_COLUMNS, recognised
from collab.staff_import.errors import Unreadable

LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
LAST_ROW = 1_048_576
DAMAGED = "This XLSX file is damaged and cannot be opened. Open it in your spreadsheet program and save it again."
UNSAVED_FORMULA = "holds a formula whose value was not saved. Open the file once and save it, or put the value there"
A_DATE = "holds a date, which is what spreadsheets make of codes like 3-12. Write it there as text"
ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"})
TEXT_OF_FORMULA = re.compile(rb"<f[ >/]")


def check_package(content):
    """Looks at the table of contents only. Raises `Unreadable` for what is no workbook, or far larger than it seems."""
    try:
        package = zipfile.ZipFile(BytesIO(content))
        parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(DAMAGED) from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Unreadable(_what_it_is(names))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(
            "This XLSX file unpacks to far more than a staff list needs. "
            "Copy the rows into a new workbook, or paste them here."
        )
    return package


def _what_it_is(names):
    if "content.xml" in names:
        return "This is an OpenDocument file. Save it as XLSX or CSV, and choose that file."
    if "word/document.xml" in names:
        return "This is a Word document, not a table. Save the list as XLSX or CSV, or paste it here."
    if "xl/workbook.bin" in names:
        return "This is a binary workbook (XLSB). Save it as XLSX or CSV, and choose that file."
    return "This is a ZIP archive, not a table. Unpack it, and choose the CSV or XLSX file in it."


def workbook_rows(content, most_rows):
    """The rows of a sheet as (row number, [cell], {position: complaint}), and the sheet's title."""
    package = check_package(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which are nothing to us.
            return _rows(content, package, most_rows)
    except Unreadable:
        raise
    except Exception as error:  # A broken part makes openpyxl raise anything: KeyError, ParseError, TypeError.
        raise Unreadable(DAMAGED) from error


def _rows(content, package, most_rows):
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise Unreadable("This workbook has no sheet to read.")
    best, best_rows, best_known = sheets[0], None, -1
    for sheet in sheets:
        start = _values(sheet, 20)
        known = max((len(recognised([text(cell) for cell in cells]).known) for _, cells in start), default=0)
        if known > best_known:
            best, best_rows, best_known = sheet, start, known
    rows = _values(best, most_rows) if len(best_rows) == 20 else best_rows
    formulas = _formulas(content, best.title, most_rows) if _has_formulas(package) else {}
    return [(number, *_cells(cells, formulas.get(number, ()))) for number, cells in rows], best.title


def _values(sheet, most_rows):
    """Rows that hold something: (number, tuple of values), at most `most_rows` and one."""
    sheet.reset_dimensions()  # What the file says of its own size is often wrong, and may be a lie.
    rows = []
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS, values_only=True), start=1):
        if any(cell is not None for cell in cells):
            rows.append((number, cells))
            if len(rows) > most_rows:
                break
    return rows


def _has_formulas(package):
    return any(
        TEXT_OF_FORMULA.search(package.read(part))
        for part in package.infolist()
        if part.filename.startswith("xl/worksheets/")
    )


def _formulas(content, title, most_rows):
    """{row number: positions of cells with a formula}"""
    book = load_workbook(BytesIO(content), read_only=True, data_only=False)
    found = {}
    sheet = book[title]
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS):
        for cell in cells:
            if cell.data_type == "f":
                found.setdefault(cell.row, []).append(cell.column - 1)
        if len(found) > most_rows:
            break
    return found


def _cells(cells, formulas):
    complaints = {}
    for position in formulas:
        if position < len(cells) and cells[position] is None:
            complaints[position] = UNSAVED_FORMULA
    for position, value in enumerate(cells):
        if isinstance(value, date | time):
            complaints[position] = A_DATE
    texts = [text(cell) for cell in cells]
    for position, words in enumerate(texts):
        if words in ERRORS:
            complaints[position] = f"holds an error ({words})"
        elif words[:1] == "'" and words[1:2] in {"=", "+", "-", "@", "\t"}:
            texts[position] = words[1:]
    return texts, complaints


def text(value):
    """A cell's value as a person reads it: 12.0 is “12”, a date is 2026-11-21."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
