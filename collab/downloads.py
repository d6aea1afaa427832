"""Lists as files: a table becomes CSV or XLSX, with nothing in it that a spreadsheet would run."""

import csv
import re
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import is_aware, make_naive
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
IN_LINES = Alignment(wrap_text=True, vertical="top")  # Else a spreadsheet shows them one after another.
LONGEST_CELL = 32_767  # What a spreadsheet holds in one cell.
NARROWEST_COLUMN, WIDEST_COLUMN = 14, 60
LONGEST_TITLE = 31  # of a sheet
NOT_IN_A_TITLE = re.compile(r"[\\/*?:\[\]\x00-\x1f]")


def neutral(value):
    """A cell that no spreadsheet takes for a formula: text that would start one gets an apostrophe before it.

    Numbers, dates and booleans stay what they are; None is an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value


class Echo:
    """A file whose `write` hands back what it was given, so that rows can be streamed."""

    def write(self, text):
        return text


def csv_response(name, header, rows):
    """A CSV download, streamed row by row; UTF-8 with a byte order mark, which spreadsheets need to see it.

    `name`: file name without extension. `header`: list of column names. `rows`: any iterable of sequences.
    """
    writer = csv.writer(Echo())

    def lines():
        yield "\ufeff" + writer.writerow([neutral(cell) for cell in header])
        for row in rows:
            yield writer.writerow([neutral(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    return _as_attachment(response, f"{name}.csv")


def xlsx_response(name, header, rows):
    """An XLSX download of one sheet. Takes the same as `csv_response`."""
    return workbook_response(name, [Sheet("List", header, rows)])


class Sheet(NamedTuple):
    """One sheet of a workbook. `above`: rows above the header, such as what a table is about."""

    title: str
    header: list
    rows: object
    above: tuple = ()


def workbook_response(name, sheets, *, made_at=None):
    """An XLSX download of Sheets, each with a frozen, bold header; written row by row.

    With `made_at` (a moment) the file says that it was made then, and is the same whenever it is asked for.

    Text is stored as text, so that it cannot become a formula either way. Sheets are called as they say, as far as a
    workbook allows: 31 signs, and no two alike.
    """
    book, titles = Workbook(write_only=True), set()
    for sheet in sheets:
        title = _title_of_sheet(sheet.title, titles)
        titles.add(title.casefold())
        _write(book.create_sheet(title), sheet)
    content = BytesIO()
    book.save(content)
    found = _made_at(made_at, book, content) if made_at else content.getvalue()
    return _as_attachment(HttpResponse(found, content_type=XLSX), f"{name}.xlsx")


def _made_at(moment, book, content):
    """A saved workbook with one date wherever its format has one: in its properties, and at each file packed in it."""
    moment = moment.astimezone(UTC)
    book.properties.created = book.properties.modified = moment.replace(tzinfo=None)
    properties, packed = tostring(book.properties.to_tree()), BytesIO()
    with ZipFile(content) as written, ZipFile(packed, "w") as dated:
        for name in written.namelist():
            entry = ZipInfo(name, moment.timetuple()[:6])
            dated.writestr(entry, properties if name == ARC_CORE else written.read(name), ZIP_DEFLATED)
    return packed.getvalue()


def _write(written, sheet):
    written.freeze_panes = f"A{len(sheet.above) + 2}"
    for number, title in enumerate(sheet.header, start=1):
        width = min(max(NARROWEST_COLUMN, len(str(title)) + 4), WIDEST_COLUMN)
        written.column_dimensions[get_column_letter(number)].width = width
    for row in sheet.above:
        written.append([_cell(written, value) for value in row])
    written.append([_cell(written, title, bold=True) for title in sheet.header])
    for row in sheet.rows:
        written.append([_cell(written, value) for value in row])


def _title_of_sheet(title, taken):
    plain = NOT_IN_A_TITLE.sub(" ", title).strip("' ")[:LONGEST_TITLE].rstrip() or "Sheet"
    found, number = plain, 2
    while found.casefold() in taken:
        found = f"{plain[: LONGEST_TITLE - len(str(number)) - 1]} {number}"
        number += 1
    return found


def table_response(kind, name, header, rows):
    """The download in the form that is asked for: XLSX where `kind` is “xlsx”, CSV for anything else."""
    answer = xlsx_response if kind == "xlsx" else csv_response
    return answer(name, header, rows)


def _cell(sheet, value, bold=False):
    value = neutral(value)
    if isinstance(value, datetime) and is_aware(value):
        value = make_naive(value)  # The format knows no time zones: the clock of the school stands there.
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value=value or None if isinstance(value, str) else value)
    if isinstance(value, str) and value:
        cell.data_type = "s"
        if "\n" in value:
            cell.alignment = IN_LINES
    if bold:
        cell.font = Font(bold=True)
    return cell


def _as_attachment(response, filename):
    response.headers["Content-Disposition"] = content_disposition_header(True, filename)
    response.headers["Cache-Control"] = "private, no-store"
    return response
