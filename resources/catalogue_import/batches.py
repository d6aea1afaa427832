"""The records of an import from where it stands, in batches, of which one can be read ahead."""

from itertools import islice

from resources.catalogue_import import parts
from resources.catalogue_import.reading import iso2709, marcxml
from resources.catalogue_import.reading.found import Broken
from resources.catalogue_import.tables import rows
from resources.models import CatalogueImport

Format = CatalogueImport.Format
LARGEST = 4 * 2**20  # bytes of the file, so that a thousand huge records do not come into memory at once


class Ahead:
    """What an iterator gives; the next item can be had ready before it is asked for."""

    def __init__(self, items):
        self.items, self.ready = iter(items), None

    def read(self):
        """Has the next item ready. What goes wrong with it is raised when it is asked for."""
        try:
            self.ready = next(self.items), None
        except Exception as error:
            self.ready = None, error

    def __iter__(self):
        return self

    def __next__(self):
        if self.ready is None:
            self.read()
        (item, error), self.ready = self.ready, None
        if error:
            raise error
        return item


def batches(catalogue_import, *, skipped, size):
    """Lists of Found, at most `size` long, behind those that were read before. Raises `Broken` after the last good one.

    ISO 2709 goes on at its byte; what has to be read from its beginning is, and the first ones are left out.
    """
    batch, begins_at = [], catalogue_import.position
    try:
        for found in _records(catalogue_import, skipped):
            batch.append(found)
            if len(batch) == size or found.ends_at - begins_at > LARGEST:
                yield batch
                batch, begins_at = [], found.ends_at
    except Broken:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _records(row, skipped):
    if row.format == Format.MARC:
        return iso2709.records(parts.pieces(row.pk, row.position), row.position)
    is_xml = row.format == Format.MARCXML
    return islice(marcxml.records(parts.pieces(row.pk)) if is_xml else rows.records(row), skipped, None)
