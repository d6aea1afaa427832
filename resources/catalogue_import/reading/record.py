"""One record on its way into the catalogue: its values as our columns take them, and what is odd about it."""

import hashlib
import re
from dataclasses import dataclass, field, fields

from collab.middleware import clean
from resources.catalogue import isbn
from resources.models import Resource

# One place says how long a value may be: the columns themselves.
LONGEST = {name: Resource._meta.get_field(name).max_length for name in ("title", "subtitle", "publisher", "summary")}
LONGEST |= {name: Resource._meta.get_field(name).max_length for name in ("call_number", "location", "link")}
LONGEST_ITEM = {name: Resource._meta.get_field(name).base_field.max_length for name in ("creators", "subjects")}
LONGEST_CONTROL_NUMBER = Resource._meta.get_field("control_number").max_length
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
MOST_ITEMS = 100
LONGEST_BARCODE = 60
IN_WORDS = {"call_number": "call number", "control_number": "control number"}


def plain(text):
    """A text as one clean line. Most texts are that already, and stay as they are."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(CONTROL.sub(" ", clean(text)).split())


class Unusable(Exception):
    """A record that cannot be taken; the text is the reason, as a sentence. `title` is what could be read of it."""

    def __init__(self, sentence, title=""):
        self.title = title
        super().__init__(sentence)


@dataclass(slots=True)
class Record:
    """The values of a Resource, an empty one where the file says nothing; `kind` is None then.

    `flags` are sentences about what is odd. `barcodes` are those of its copies.
    """

    title: str
    subtitle: str = ""
    kind: str | None = None
    creators: list = field(default_factory=list)
    isbns: list = field(default_factory=list)
    odd_isbns: list = field(default_factory=list)
    publisher: str = ""
    year: int | None = None
    summary: str = ""
    subjects: list = field(default_factory=list)
    reads_from: int | None = None
    reads_to: int | None = None
    call_number: str = ""
    location: str = ""
    link: str = ""
    control_number: str = ""
    barcodes: list = field(default_factory=list)
    flags: list = field(default_factory=list)

    @property
    def imported_as(self):
        """Names a record that has no control number: the same for the same title in the same edition."""
        if self.control_number:
            return ""
        said = [self.title, self.subtitle, *self.creators, self.publisher, str(self.year), str(self.kind)]
        return hashlib.sha256("\x1f".join([*said, *self.isbns]).casefold().encode()).hexdigest()

    def take_isbns(self, texts):
        """Sorts what was given as ISBNs into those that are, each once, and the others, which are kept as they came."""
        for text in texts:
            found, kept = isbn.read(plain(text))
            if found is None and kept and kept not in self.odd_isbns:
                self.odd_isbns.append(kept)
                self.flags.append(f"“{kept}” is no valid ISBN. It was kept as text.")
            elif found and found not in self.isbns:
                self.isbns.append(found)

    def fit(self):
        """Cleans all texts and cuts what is longer than our columns; returns the record."""
        for name in TEXTS:
            text = getattr(self, name)
            if text and (not text.isascii() or len(text) > LONGEST[name] or not text.isprintable()):
                setattr(self, name, self._cut(plain(text), LONGEST[name], IN_WORDS.get(name, name)))
        for name, longest in LONGEST_ITEM.items():
            items = getattr(self, name)
            if items:
                setattr(self, name, self._items(items, longest, name))
        self.odd_isbns = self.odd_isbns[:MOST_ITEMS]
        self.isbns = self.isbns[:MOST_ITEMS]
        if self.barcodes:
            self.barcodes = list(dict.fromkeys(filter(None, map(self._barcode, self.barcodes))))
        if self.link:
            self._check_link()
        if not self.control_number.isprintable():  # Its spaces stay as they are: it is known again by them.
            self.control_number = CONTROL.sub("", clean(self.control_number)).strip()
        if len(self.control_number) > LONGEST_CONTROL_NUMBER:
            self.flags.append("Its control number is too long and was left out.")
            self.control_number = ""
        return self

    def _cut(self, text, longest, name):
        if len(text) <= longest:
            return text
        self.flags.append(f"Its {name} is longer than {longest:,} characters. The rest was cut off.")
        return text[:longest].rstrip()

    def _items(self, items, longest, name):
        """Each of the items once, in their order, clean and cut."""
        if len(items) > MOST_ITEMS:
            self.flags.append(f"It has {len(items)} {name}. The first {MOST_ITEMS} were kept.")
        kept = dict.fromkeys(map(plain, items[:MOST_ITEMS]))
        return [item if len(item) <= longest else self._cut(item, longest, f"“{item[:30]}…”") for item in kept if item]

    def _barcode(self, text):
        text = plain(text)
        if len(text) > LONGEST_BARCODE:
            self.flags.append(f"The barcode “{text[:20]}…” is too long and was left out.")
            return ""
        return text

    def _check_link(self):
        if not self.link.lower().startswith(("http://", "https://")) or any(sign.isspace() for sign in self.link):
            self.flags.append(f"“{self.link[:80]}” is no web address. It was left out.")
            self.link = ""


TEXTS = tuple(LONGEST)
VALUES = tuple(one.name for one in fields(Record) if one.name not in ("barcodes", "flags"))
