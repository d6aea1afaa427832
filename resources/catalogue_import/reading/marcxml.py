"""MARCXML, read as it comes in: one record is held at a time, whatever prefix its names have.

A document type, in which entities are declared that could unfold into gigabytes, is refused before anything unfolds.
"""

from xml.parsers import expat

from resources.catalogue_import.reading.found import Broken, Found
from resources.catalogue_import.reading.marc import Marc
from resources.catalogue_import.reading.marc_records import WANTED, record_of
from resources.catalogue_import.reading.record import Unusable

LONGEST_RECORD = 2_000_000
TEXTS = ("leader", "controlfield", "subfield")
A_DOCTYPE = (
    "This XML file declares a document type or entities of its own, which a catalogue does not need and which can "
    "hide gigabytes. It was not read. Export the records again as plain MARCXML."
)


class MarcXml:
    """Takes bytes by `feed`, which returns the (end in bytes, Marc) of the records that end in them."""

    def __init__(self):
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.root, self.marc, self.found = "", None, []
        self.tag, self.indicators, self.code, self.parts = "", "", "", []
        self.texts, self.size = None, 0

    def feed(self, data, is_last=False):
        """Raises `Broken` for what is no XML, or none that is read here."""
        self.found = []
        try:
            self.parser.Parse(data, is_last)
        except expat.ExpatError as error:
            problem = expat.ErrorString(error.code)
            raise Broken(f"The XML is broken in line {error.lineno:,} ({problem}).") from error
        except (ValueError, LookupError) as error:  # An encoding that nobody knows.
            raise Broken("The encoding that this XML file names is not known. Export it as UTF-8.") from error
        return self.found

    def _refuse(self, *declared):
        raise Broken(A_DOCTYPE)

    def _start(self, name, given):
        local = name.rpartition(" ")[2]
        self.root = self.root or local
        if local == "record":
            self.marc, self.size = Marc(""), 0
        elif local == "datafield":
            self.tag, self.parts = given.get("tag", ""), []
            self.indicators = given.get("ind1", " ") + given.get("ind2", " ")
        elif local in TEXTS:
            self.texts = []
            self.code = given.get("code", "")
            if local == "controlfield":
                self.tag = given.get("tag", "")

    def _text(self, text):
        if self.texts is not None:
            self.texts.append(text)
            self.size += len(text)
            if self.size > LONGEST_RECORD:
                raise Broken("One record has more than two million characters.")

    def _end(self, name):
        local = name.rpartition(" ")[2]
        if self.marc is None:
            return
        if local == "record":
            self.found.append((self.parser.CurrentByteIndex, self.marc))
            self.marc = None
        elif local == "datafield":
            if self.tag in WANTED:
                self.marc.fields.setdefault(self.tag, []).append((self.indicators, self.parts))
            elif not self.tag.isascii():
                self.marc.flags.append("One of its tags is no number. That field was left out.")
        elif local in TEXTS and self.texts is not None:
            self._keep(local, "".join(self.texts))
            self.texts = None

    def _keep(self, local, text):
        if local == "leader":
            self.marc.leader = text
        elif local == "controlfield":
            if self.tag in WANTED:
                self.marc.control.setdefault(self.tag, text)
        elif self.code and text.strip():
            self.parts.append((self.code, " ".join(text.split())))


def records(pieces):
    """A Found for each record in a stream of bytes. Raises `Broken` where it cannot be read on."""
    reader = MarcXml()
    for piece in pieces:
        for ends_at, marc in reader.feed(piece):
            yield _found(ends_at, marc)
    for ends_at, marc in reader.feed(b"", is_last=True):
        yield _found(ends_at, marc)


def _found(ends_at, marc):
    try:
        return Found(ends_at, record_of(marc))
    except Unusable as trouble:
        return Found(ends_at, trouble=trouble)
