"""Office documents: told by the parts in their archive, which is listed and never unpacked."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from collab.errors import Refused

MOST_PARTS = 5_000
LARGEST_UNPACKED = 200 * 2**20  # bytes
LONGEST_TYPE = 100
OFFICE = "application/vnd.openxmlformats-officedocument"
BY_PART = {
    "word/document.xml": (f"{OFFICE}.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": (f"{OFFICE}.spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": (f"{OFFICE}.presentationml.presentation", ".pptx"),
}
BY_TYPE = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
BROKEN = "This document can’t be read: the file is damaged or not whole. Save it again, and send that."
UNPACKS = "This document unpacks to far more than a document holds. Save it as a PDF, and send that."
MACROS = "This document carries a program (macros). Save it as a PDF or without them, and send that."
ARCHIVE = "This is an archive, or a document of a kind that is not taken here. Send its files one by one, or as a PDF."


def kind_of_document(content):
    """(media type, ending) of an office document; None for what is no archive at all. Raises `Refused`."""
    if not content.startswith(b"PK"):
        return None
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _kind(archive)
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise Refused(BROKEN) from error


def _kind(archive):
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused(UNPACKS)
    names = {part.filename for part in parts}
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names) or "Basic/script-lc.xml" in names:
        raise Refused(MACROS)
    if "[Content_Types].xml" in names:
        found = [kind for part, kind in BY_PART.items() if part in names]
        if len(found) == 1:
            return found[0]
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            said = part.read(LONGEST_TYPE).decode("ascii", "replace").strip()
        if said in BY_TYPE:
            return said, BY_TYPE[said]
    raise Refused(ARCHIVE)
