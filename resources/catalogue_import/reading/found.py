"""What a reader hands on of each record, and what stops it."""

from typing import NamedTuple

from resources.catalogue_import.reading.record import Record, Unusable


class Found(NamedTuple):
    """One record of a file, which is read up to byte `ends_at` then. Either `record` or `trouble` is there."""

    ends_at: int
    record: Record | None = None
    trouble: Unusable | None = None


class Broken(Exception):
    """The file cannot be read on from here; the text is a sentence."""
