"""What an uploaded file is, found out by what stands in it and not by its name."""

from dataclasses import dataclass, field

from collab.tables.errors import Unreadable
from collab.tables.kinds import is_empty, is_package, refuse_other_kinds
from resources.catalogue_import.parts import PART
from resources.catalogue_import.reading import iso2709, marcxml
from resources.catalogue_import.reading.found import Broken
from resources.catalogue_import.reading.record import Unusable
from resources.catalogue_import.tables.columns import recognised
from resources.catalogue_import.tables.opening import open_text, open_workbook
from resources.models import CatalogueImport

Format = CatalogueImport.Format
LARGEST = 256 * 2**20
LARGEST_WORKBOOK = 32 * 2**20
RECORDS_TO_TELL_BY = 50
TAGS_TO_TELL_BY = frozenset(("001", "100", "200", "245"))
WANTED = "a catalogue"
CHOOSE = "Choose MARC 21, MARCXML, CSV or XLSX, whatever its name ends in."
UNIMARC = (
    "This is UNIMARC, and not MARC 21: its titles stand in field 200. Most library systems can export MARC 21 or "
    "MARCXML (MARC 21) as well. Choose that there, and hand in that file."
)


@dataclass(frozen=True)
class KindOfFile:
    """Its format; how it was read, in words; of a table the names of its columns, and those that are recognised."""

    format: str
    read_as: str
    columns: list = field(default_factory=list)
    mapping: dict = field(default_factory=dict)

    @property
    def is_table(self):
        return self.format in (Format.CSV, Format.XLSX)


def kind_of(file, size):
    """The KindOfFile of a binary file, which is at its beginning again then. Raises `Unreadable` with a sentence."""
    start = file.read(PART)
    file.seek(0)
    try:
        return _kind_of(start, file, size)
    except Broken as error:
        raise Unreadable(str(error)) from error
    finally:
        file.seek(0)


def _kind_of(start, file, size):
    if is_empty(start):
        raise Unreadable("This file is empty.")
    if is_package(start):
        return _workbook(file, size)
    if iso2709.LEADER.match(start.lstrip(iso2709.BETWEEN)):
        return _marc(start)
    if _looks_like_xml(start):
        return _marcxml(start)
    if start.lstrip().startswith(b"=LDR"):
        raise Unreadable("This is MARC as lines of text (MRK). Compile it into MARC (MRC), and hand in that file.")
    if start.lstrip()[:1] in (b"{", b"["):
        raise Unreadable(f"This is JSON, and no catalogue that can be read here. {CHOOSE}")
    refuse_other_kinds(start, WANTED, CHOOSE)
    table = open_text(lambda: _from_the_beginning(file))
    return KindOfFile(Format.CSV, table.read_as, table.columns, recognised(table.columns))


def _from_the_beginning(file):
    file.seek(0)
    return iter(lambda: file.read(PART), b"")


def _workbook(file, size):
    if size > LARGEST_WORKBOOK:
        raise Unreadable(f"This XLSX file is larger than {LARGEST_WORKBOOK // 2**20} MB. Save the table as CSV.")
    table = open_workbook(file, size)
    return KindOfFile(Format.XLSX, table.read_as, table.columns, recognised(table.columns))


def _marc(start):
    found = []
    for chunk in iso2709.chunks([start]):
        try:
            found.append(iso2709.fields_in(chunk.raw, TAGS_TO_TELL_BY))
        except Unusable:
            continue
        if len(found) == RECORDS_TO_TELL_BY:
            break
    _refuse_unimarc(found)
    return KindOfFile(Format.MARC, "MARC 21 (ISO 2709)")


def _looks_like_xml(start):
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    is_wide = start[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<" in start[2:6]
    return is_wide or (text.startswith(b"<") and not text[:14].lower().startswith((b"<!doctype html", b"<html")))


def _marcxml(start):
    reader = marcxml.MarcXml()
    found = [marc for _, marc in reader.feed(start)]
    if not found and reader.marc is not None:  # One long record.
        found = [reader.marc]
    found = [marc for marc in found if marc.leader or marc.fields or marc.control]
    if not found:
        raise Unreadable(f"This is an XML file (“{reader.root[:40]}”), but there are no MARC records in it. {CHOOSE}")
    _refuse_unimarc(found)
    return KindOfFile(Format.MARCXML, "MARCXML")


def _refuse_unimarc(found):
    """UNIMARC keeps its title in 200, and begins 100 $a with a date of eight digits, where MARC 21 has a person."""
    if any(marc.fields.get("245") for marc in found):
        return
    if any(marc.first("200", "a") or marc.first("100", "a")[:8].isdigit() for marc in found):
        raise Unreadable(UNIMARC)
