"""Files that are taken as evidence: told by what is in them, never by what they are called."""

import re
import unicodedata
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple

from collab import pictures
from collab.errors import Refused
from collab.pictures import clean_picture
from planning.evidence.documents import kind_of_document

LARGEST = 10 * 2**20  # bytes
PREVIEW = 640  # pixels of its longest side
LONGEST_NAME = 120
TAKEN = (
    "pictures (JPEG, PNG, WebP, GIF), PDF, documents (DOCX, XLSX, PPTX, ODT, ODS, ODP), plain text, "
    "and recordings (MP3, M4A, MP4)"
)
ACCEPT = "image/*,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv,.md,.mp3,.m4a,.mp4"
NOT_TAKEN = f"This kind of file is not taken here. What works: {TAKEN}."
EMPTY = "This file is empty. Choose it again."
PAGE = "This is a web page or a drawing that could carry a program. Save it as a PDF or as a picture, and send that."
TOO_LARGE = f"This is larger than {LARGEST // 2**20} MB. Save it smaller, or put it where your school keeps such files \
and give the link."
TEXTS = (".txt", ".csv", ".md")
NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")  # Form feeds and tabs stand in texts, other controls do not.
BRANDS = {b"M4A ": ("audio/mp4", ".m4a"), b"M4B ": ("audio/mp4", ".m4a")}
FILMS = {*b"isom iso2 iso4 iso5 iso6 mp41 mp42 avc1 3gp4 3gp5 dash".split(), b"M4V ", b"qt  "}


class Kept(NamedTuple):
    """A file as it is kept; `preview` is a small JPEG of a picture, None of anything else."""

    name: str
    media_type: str
    content: bytes
    preview: bytes | None = None


def read(file):
    """What was sent (an uploaded file) as a `Kept`. Raises `Refused` with a sentence that says what works."""
    if file.size > LARGEST:
        raise Refused(TOO_LARGE)
    content = file.read()
    if not content.strip():
        raise Refused(EMPTY)
    found = _media(content) or kind_of_document(content) or _text(content, file.name)
    if found:
        media_type, ending = found
        return Kept(named(file.name, ending), media_type, content)
    return _picture(file.name, content)


def named(name, ending):
    """A file's name without its folders and without signs that are not seen, with the ending of what it is."""
    name = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in name)
    stem = PurePosixPath(" ".join(seen.split()).strip(". ") or "file").stem
    return f"{stem[: LONGEST_NAME - len(ending)].strip('. ') or 'file'}{ending}"


def _picture(name, content):
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Refused(PAGE)
    try:
        picture = clean_picture(BytesIO(content))
    except Refused as refusal:
        raise Refused(NOT_TAKEN if str(refusal) == pictures.NO_PICTURE else str(refusal)) from refusal
    preview = clean_picture(BytesIO(picture.content), longest=PREVIEW, paper="white")
    ending = ".png" if picture.media_type == "image/png" else ".jpg"
    return Kept(named(name, ending), picture.media_type, picture.content, preview.content)


def _media(content):
    """(media type, ending) of a PDF or a recording."""
    if content.startswith(b"%PDF-"):
        return "application/pdf", ".pdf"
    if content.startswith(b"ID3") or (content[0] == 0xFF and content[1:2] in (b"\xfb", b"\xf3", b"\xf2", b"\xfa")):
        return "audio/mpeg", ".mp3"
    if content[4:8] == b"ftyp":
        return BRANDS.get(content[8:12]) or (("video/mp4", ".mp4") if content[8:12] in FILMS else None)
    return None


def _text(content, name):
    """(media type, ending) of plain text. What begins like markup is none, whatever follows."""
    if NO_TEXT.search(content) or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    ending = PurePosixPath(name.lower()).suffix
    return "text/plain; charset=utf-8", ending if ending in TEXTS else ".txt"
