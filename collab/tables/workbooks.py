"""XLSX as a table: the values of its first sheet that has a known header, within bounds."""

import re
import warnings
import zipfile
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice

from openpyxl import load_workbook

from collab.tables.cells import MOST_COLUMNS
from collab.tables.errors import Unreadable

LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
LAST_ROW = 1_048_576
ROWS_TO_TELL_BY = 20
DAMAGED = "This XLSX file is damaged and cannot be opened. Open it in your spreadsheet program and save it again."
UNSAVED_FORMULA = "holds a formula whose value was not saved. Open the file once and save it, or put the value there"
A_DATE = "holds a date, which is what spreadsheets make of codes like 3-12. Write it there as text"
ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"})
TEXT_OF_FORMULA = re.compile(rb"<f[ >/]")


def check_package(file, largest_unpacked=LARGEST_UNPACKED, needs="a staff list needs"):
    """Looks at the table of contents only. Raises `Unreadable` for what is no workbook, or far larger than it seems.

    `largest_unpacked` is in bytes; `needs` says what such a table is for.
    """
    try:
        package = zipfile.ZipFile(file)
        parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(DAMAGED) from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Unreadable(_what_it_is(names))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > largest_unpacked:
        raise Unreadable(
            f"This XLSX file unpacks to far more than {needs}. Copy the rows into a new workbook, or paste them here."
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


@contextmanager
def damage_is_said():
    """Whatever a broken workbook makes openpyxl raise (KeyError, ParseError, TypeError) becomes `Unreadable`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which are nothing to us.
            yield
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(DAMAGED) from error


def workbook_rows(content, most_rows, known):
    """The rows of a sheet as (row number, [cell], {position: complaint}), and the sheet's title.

    `known` counts in a list of cells those that name a column: the sheet that has most of them is read.
    """
    package = check_package(BytesIO(content))
    with damage_is_said():
        sheet = best_sheet(BytesIO(content), known)
        rows = list(islice(values(sheet), most_rows + 1))
        formulas = _formulas(content, sheet.title, most_rows) if _has_formulas(package) else {}
        return [(number, *cells_of(cells, formulas.get(number, ()))) for number, cells in rows], sheet.title


def best_sheet(file, known):
    """The visible sheet of a workbook (a binary file) that has most known columns in its first rows."""
    book = load_workbook(file, read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise Unreadable("This workbook has no sheet to read.")

    def columns_known(sheet):
        start = islice(values(sheet), ROWS_TO_TELL_BY)
        return max((known([text(cell) for cell in cells]) for _, cells in start), default=0)

    return max(sheets, key=columns_known)


def values(sheet):
    """The rows of a sheet that hold something, one by one: (number, tuple of values)."""
    sheet.reset_dimensions()  # What the file says of its own size is often wrong, and may be a lie.
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS, values_only=True), start=1):
        if any(cell is not None for cell in cells):
            yield number, cells


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


def cells_of(cells, formulas=()):
    """The cells of a row as texts, and what is wrong with some of them; `formulas` are positions that hold one."""
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
