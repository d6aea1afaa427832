"""What came of the last thing that somebody did to the contents of a box."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A sentence, and the token by which something can be put back, if any (see `undo`)."""

    text: str
    tone: str = "good"
    undo: str = ""
    undo_words: str = "Put it back"
