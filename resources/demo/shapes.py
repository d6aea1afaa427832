"""The shapes of the demo's data."""

from typing import NamedTuple


class Title(NamedTuple):
    """One record of the demo's catalogue. `copies` is a number; `added_days_ago` counts back from the demo's day."""

    kind: str
    title: str
    subtitle: str
    creators: tuple[str, ...]
    isbn: str
    publisher: str
    year: int
    summary: str
    subjects: tuple[str, ...]
    reads_from: int | None
    reads_to: int | None
    call_number: str
    location: str
    copies: int
    added_days_ago: int
