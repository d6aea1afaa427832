"""An uploaded file in pieces, in the database: written once, read by whichever worker has its import."""

from tempfile import TemporaryFile

from django.db import connection

from resources.models import ImportPart

PART = 2**20  # bytes
AT_ONCE = 24  # Seldom asked for: while a batch is written, whoever asks for more has to wait.
STORE = "COPY resources_importpart (of_id, number, content) FROM STDIN (FORMAT BINARY)"


def keep(catalogue_import, file):
    """Stores a binary file piece by piece; never more than one piece is in memory."""
    pieces_of_file = iter(lambda: file.read(PART), b"")
    with connection.cursor() as cursor, cursor.copy(STORE) as copy:
        copy.set_types(["int8", "int4", "bytea"])
        for number, content in enumerate(pieces_of_file):
            copy.write_row((catalogue_import.pk, number, content))


def pieces(import_id, starts_at=0):
    """The bytes of a file from a position on, piece by piece."""
    number, skipped = divmod(starts_at, PART)
    parts = ImportPart.objects.filter(of=import_id).order_by("number").values_list("content", flat=True)
    has_more = True
    while has_more:
        found = list(parts.filter(number__gte=number)[:AT_ONCE])
        for content in found:
            yield bytes(content)[skipped:]
            skipped = 0
        number += len(found)
        has_more = len(found) == AT_ONCE


def as_file(import_id):
    """A file, as programs need it that read it here and there; it is gone when it is closed."""
    file = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    for piece in pieces(import_id):
        file.write(piece)
    file.seek(0)
    return file
