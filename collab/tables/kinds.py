"""What kind of file it is that somebody hands in, by its first bytes and not by its name."""

from collab.tables.errors import Unreadable

KINDS_OF_FILE = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"<!DOCTYPE", "a web page"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<HTML", "a web page"),
    (b"<?xml", "an XML file"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
NOTHING = b"\x00 \t\r\n\xef\xbb\xbf"


def is_empty(content):
    """Whether bytes hold nothing but blanks, line ends and a byte order mark."""
    return not content.strip(NOTHING)


def is_package(content):
    """Whether bytes begin as a ZIP archive does, which an XLSX workbook is."""
    return content.startswith(b"PK\x03\x04")


def refuse_other_kinds(content, wanted="a table", choose="Choose a CSV or XLSX file, whatever its name ends in."):
    """Raises `Unreadable` for bytes that begin as a picture does, a PDF, an old workbook or the like.

    `wanted` says what it is not, `choose` what to do.
    """
    if content.startswith(OLD_OFFICE):
        raise Unreadable(_about_old_office(content))
    for mark, what in KINDS_OF_FILE:
        if content.lstrip()[:16].startswith(mark) and not (mark == b"BM" and b"\x00" not in content[:64]):
            raise Unreadable(f"This is {what}, not {wanted}. {choose}")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        raise Unreadable(f"This is a picture (WebP), not {wanted}. {choose}")


def _about_old_office(content):
    if ENCRYPTED in content:
        return "This workbook is protected by a password. Save it without one, or paste the rows here."
    return "This is an old Excel file (XLS). Open it and save it as XLSX or CSV, and choose that file."
