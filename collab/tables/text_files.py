"""Text as a table: which encoding it is in, what stands between the cells, and its rows."""

import codecs
import csv
import re
from io import StringIO
from itertools import chain, islice

from collab.tables.cells import MOST_COLUMNS
from collab.tables.errors import Unreadable

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
LINES_TO_TELL_BY = 20
FORMULA = re.compile(r"^\s*[=＝]")
KEPT_AS_TEXT = re.compile(r"""^="([^"]*)"$""")  # How exports keep the zeros of "00123".
NOT_TEXT = (
    "This is no text: it cannot be read as UTF-8, UTF-16 or Windows-1252. "
    "Save the list as CSV (UTF-8) or as XLSX, and choose that file."
)


def decoded(content):
    """The text of a file and the name of its encoding. Raises `Unreadable` when it is no text at all."""
    encoding, name = encoding_of([content])
    return content.decode(encoding), name


def encoding_of(pieces):
    """The encoding of a text that comes in pieces of bytes: for Python, and as a name for people.

    Raises `Unreadable` when it is no text at all. Holds one piece at a time.
    """
    pieces = iter(pieces)
    first = next(pieces, b"")
    for encoding, name in _likely(first):
        likely = [(encoding, name, codecs.getincrementaldecoder(encoding)())]
        break
    else:
        usual = (("utf-8", "UTF-8"), ("cp1252", "Windows-1252 (see that the accents are right)"))
        likely = [(encoding, name, codecs.getincrementaldecoder(encoding)()) for encoding, name in usual]
    is_wide = likely[0][0] != "utf-8"
    for piece in chain([first], pieces):
        if not is_wide and CONTROL.search(piece):
            raise Unreadable(NOT_TEXT)
        likely = [candidate for candidate in likely if _takes(candidate[2], piece)]
    likely = [candidate for candidate in likely if _takes(candidate[2], b"", is_last=True)]
    if not likely:
        raise Unreadable(NOT_TEXT)
    return likely[0][:2]


def _likely(content):
    """Encodings that the first bytes tell of themselves."""
    found = [(encoding, name) for mark, encoding, name in BYTE_ORDER_MARKS if content.startswith(mark)]
    wide = (("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"))
    return found or [one for one in wide if _looks_wide(content, low_byte_first=one[0].endswith("le"))]


def _takes(decoder, piece, is_last=False):
    try:
        decoder.decode(piece, is_last)
    except UnicodeDecodeError:
        return False
    return True


def _looks_wide(content, low_byte_first):
    """Whether every second byte is nearly always NUL, as in UTF-16 without a mark."""
    start = content[:400]
    high, low = (start[1::2], start[0::2]) if low_byte_first else (start[0::2], start[1::2])
    return len(content) % 2 == 0 and high.count(0) > 0.7 * len(high) and low.count(0) == 0


def text_rows(text, known):
    """The rows of a text as (line number, [cell], {position: complaint}), and the name of its delimiter.

    `known` counts in a list of cells those that name a column. Raises `Unreadable` when quotation marks swallow rows.
    """
    text = text.removeprefix("\ufeff")
    delimiter, text, skipped = announced(text)
    delimiter = delimiter or delimiter_of(text, known)
    rows = _strictly(text, delimiter) or _leniently(text, delimiter)
    return [(line + skipped, *cells_of(cells)) for line, cells in rows], DELIMITERS[delimiter]


def announced(text):
    """Some spreadsheets write “sep=;” into the first line."""
    first, _, rest = text.partition("\n")
    found = re.fullmatch(r'"?sep=([,;\t|])"?\s*', first, re.IGNORECASE)
    return (found[1], rest, 1) if found else (None, text, 0)


def delimiter_of(text, known):
    """What gives a line with the most columns that are known by name; then simply the most columns."""
    lines = list(islice(filter(str.strip, StringIO(text, newline="")), LINES_TO_TELL_BY))

    def fit(delimiter):
        try:
            rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return 0, 0
        most_known = max((known(row[:MOST_COLUMNS]) for row in rows), default=0)
        return most_known, min((len(row) for row in rows), default=0)

    return max(DELIMITERS, key=fit)


def _strictly(text, delimiter):
    """The rows, or None when quotation marks are not where they belong."""
    try:
        return _read(text, delimiter, strict=True)
    except csv.Error:
        return None


def _leniently(text, delimiter):
    """The rows with stray quotation marks kept as they are; refused where one of them swallows the next rows."""
    try:
        rows = _read(text, delimiter, strict=False)
    except csv.Error as error:
        raise Unreadable("One cell is far too long. Is there a quotation mark that is never closed?") from error
    for line, cells in rows:
        if any("\n" in cell and delimiter in cell for cell in cells):
            raise Unreadable(
                f"A quotation mark opens near line {line} and is never closed, so the rows after it run together. "
                "Correct that line, or save the list as XLSX."
            )
    return rows


def _read(text, delimiter, strict):
    """The rows with the number of the line that each begins at; a line ends as it does on any system."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    rows, line = [], 1
    for cells in reader:
        rows.append((line, cells))
        line = reader.line_num + 1
    return rows


def cells_of(cells):
    """The cells without the spreadsheet's tricks, and what is wrong with some of them."""
    texts, complaints = [], {}
    for position, cell in enumerate(cells):
        text = cell
        if kept := KEPT_AS_TEXT.match(cell.strip()):
            text = kept[1]
        elif FORMULA.match(cell):
            complaints[position] = "holds a formula. Put the value itself there"
        elif cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@", "\t"}:
            text = cell[1:]
        texts.append(text)
    return texts, complaints
