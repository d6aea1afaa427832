"""The records of an import from where it stands, in batches."""

from itertools import islice

from resources.catalogue_import import parts
from resources.catalogue_import.reading import iso2709, marcxml
from resources.catalogue_import.reading.found import Broken
from resources.catalogue_import.tables import rows
from resources.models import CatalogueImport

Format = CatalogueImport.Format


def batches(catalogue_import, *, skipped, size):
    """Lists of Found, at most `size` long, behind those that were read before. Raises `Broken` after the last good one.

    ISO 2709 goes on at its byte; what has to be read from its beginning is, and the first ones are left out.
    """
    records = _records(catalogue_import, skipped)
    while True:
        batch, broken = [], None
        try:
            for found in islice(records, size):
                batch.append(found)
        except Broken as error:
            broken = error
        if batch:
            yield batch
        if broken:
            raise broken
        if not batch:
            return


def _records(row, skipped):
    if row.format == Format.MARC:
        return iso2709.records(parts.pieces(row.pk, row.position), row.position)
    is_xml = row.format == Format.MARCXML
    return islice(marcxml.records(parts.pieces(row.pk)) if is_xml else rows.records(row), skipped, None)
