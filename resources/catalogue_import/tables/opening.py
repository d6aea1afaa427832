"""A file as a table: its header, and its rows one after the other, however long it is."""

import csv
import io
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from collab.tables.cells import MOST_COLUMNS, tidy
from collab.tables.errors import Unreadable
from collab.tables.text_files import DELIMITERS, announced, cells_of, delimiter_of, encoding_of
from collab.tables.workbooks import best_sheet, check_package, damage_is_said, values
from collab.tables.workbooks import cells_of as cells_of_sheet
from resources.catalogue_import.reading.found import Broken
from resources.catalogue_import.tables.columns import count_known

ROWS_TO_FIND_A_HEADER_IN = 10
TEXT_TO_TELL_BY = 64 * 1024  # characters
LARGEST_UNPACKED = 300 * 2**20
LONGEST_COLUMN_NAME = 80
NO_TABLE = "This is text, but no table: its first line does not name several columns. Choose a CSV or XLSX file."


class Row(NamedTuple):
    """A row: its cells as texts, {position: complaint}, and how far (in bytes) the file is read about then."""

    cells: list
    complaints: dict
    ends_at: int


@dataclass
class Table:
    """The names of the columns, in order; the Rows below them, which are read as one asks for them."""

    columns: list
    rows: object
    read_as: str
    delimiter: str = ""


class Pieces(io.RawIOBase):
    """Pieces of bytes as a file that is read from its beginning; `at` says how many bytes were asked for."""

    def __init__(self, pieces):
        self.pieces, self.rest, self.at = iter(pieces), b"", 0

    def readable(self):
        return True

    def readinto(self, room):
        self.rest = self.rest or next(self.pieces, b"")
        part, self.rest = self.rest[: len(room)], self.rest[len(room) :]
        room[: len(part)] = part
        self.at += len(part)
        return len(part)


def open_text(pieces):
    """The Table in a CSV. `pieces` is a function that gives its bytes from the beginning, piece by piece.

    Raises `Unreadable`. A cell without end, far down, makes its rows raise `Broken`.
    """
    encoding, name = encoding_of(pieces())
    raw = Pieces(pieces())
    text = io.TextIOWrapper(io.BufferedReader(raw), encoding=encoding, newline="")
    start = text.read(TEXT_TO_TELL_BY) + text.readline()
    delimiter, start, _ = announced(start.removeprefix("\ufeff"))
    delimiter = delimiter or delimiter_of(start, count_known)
    reader = csv.reader(chain(io.StringIO(start, newline=""), text), delimiter=delimiter)
    columns, rows = _split(Row(*cells_of(cells), raw.at) for cells in _read(reader))
    if len(columns) < 2 and not count_known(columns):
        raise Unreadable(NO_TABLE)
    return Table(columns, rows, f"CSV, {name}, {DELIMITERS[delimiter]} between the columns", delimiter)


def _read(reader):
    try:
        yield from reader
    except csv.Error as error:
        raise Broken(
            f"Near line {reader.line_num:,} a cell does not end. Is there a quotation mark that is never closed?"
        ) from error


def open_workbook(file, size):
    """The Table in an XLSX: `file` is binary, `size` in bytes. Raises `Unreadable`, its rows raise `Broken`."""
    check_package(file, LARGEST_UNPACKED, "a catalogue of this size should")
    with damage_is_said():
        sheet = best_sheet(file, count_known)
        last_row = max(sheet.max_row or 1, 1)  # What the file says of itself, for the progress alone.
        columns, rows = _split(_rows_of(sheet, size, last_row))
        return Table(columns, rows, f"XLSX, sheet “{tidy(sheet.title)[:60]}”")


def _rows_of(sheet, size, last_row):
    try:
        with damage_is_said():
            for number, cells in values(sheet):
                yield Row(*cells_of_sheet(cells), min(size, size * number // last_row))
    except Unreadable as error:
        raise Broken(str(error)) from error


def _split(rows):
    """(names of the columns, the rows below): of the first rows, the one with most known names is the header."""
    rows = (row for row in rows if any(cell.strip() for cell in row.cells))
    try:
        start = list(islice(rows, ROWS_TO_FIND_A_HEADER_IN))
    except Broken as error:
        raise Unreadable(str(error)) from error
    if not start:
        raise Unreadable("There are no rows in this file.")
    names = [[tidy(cell) for cell in row.cells] for row in start]
    at = max(range(len(start)), key=lambda place: (count_known(names[place]), -place))
    columns = names[at]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MOST_COLUMNS:
        raise Unreadable(f"This table has more than {MOST_COLUMNS} columns. Keep those of a catalogue.")
    if len(start) == at + 1:
        raise Unreadable("The first row names the columns, but no row follows it.")
    return [name[:LONGEST_COLUMN_NAME] for name in columns], chain(start[at + 1 :], rows)
