"""What stands in a cell, as clean text; and how many columns a table may have."""

import re
import unicodedata

from collab.middleware import clean

MOST_COLUMNS = 100
LONGEST_CELL_KEPT = 5_000


def tidy(cell, longest=LONGEST_CELL_KEPT):
    """A cell as one line of clean text: no control characters, no double spaces; a lone dash is empty."""
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", clean(cell[:longest])).strip()
    return "" if text in {"-", "–", "—"} else text


def folded(text):
    """Text for comparing names: without case, accents, spaces and punctuation."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "", bare.casefold())
