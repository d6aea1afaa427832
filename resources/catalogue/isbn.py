"""ISBNs as they stand on books, in records and in scans: found in a text, checked, and written with 13 digits."""

import re
import unicodedata

from stdnum import isbn
from stdnum.exceptions import ValidationError

LONGEST_KEPT = 60
DASHES = "‐‑‒–—−"
WITHOUT_DASHES = str.maketrans(dict.fromkeys(DASHES, "-"))
# Ten or thirteen digits, hyphens or single spaces between them, and neither letters nor digits on their ends.
LOOKS_LIKE_ONE = re.compile(r"(?<![0-9A-Z])(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9X](?![0-9A-Z])", re.IGNORECASE)
BARE = re.compile(r"97[89][0-9]{10}(?![0-9A-Z])", re.IGNORECASE)  # As nearly all records have it: read at once.
ITS_NAME = re.compile(r"ISBN(?:[- ]?1[03])?[:\s]*", re.IGNORECASE)


def read(text):
    """The ISBN in a text such as “ISBN 0-14-032872-6 (pbk.)”: its 13 digits or None, and the text as it can be kept.

    Of several the first valid one is taken.
    """
    typed = " ".join(text.split())
    if (found := BARE.match(typed)) and _checks(found[0]):
        return found[0], typed[:LONGEST_KEPT]
    return next(_valid_in(typed), None), typed[:LONGEST_KEPT]


def all_in(text):
    """All valid ISBNs in a text, each as 13 digits and once, in order: those of a set, or one in both its forms."""
    return list(dict.fromkeys(_valid_in(" ".join(text.split()))))


def _valid_in(text):
    plain = ITS_NAME.sub(" ", unicodedata.normalize("NFKC", text).translate(WITHOUT_DASHES))
    for candidate in LOOKS_LIKE_ONE.findall(plain):
        try:
            yield isbn.to_isbn13(isbn.validate(candidate))
        except ValidationError:
            continue


def _checks(digits):
    """Whether the last of 13 digits is the check digit of those before it."""
    numbers = [int(digit) for digit in digits]
    return (sum(numbers[::2]) + 3 * sum(numbers[1::2])) % 10 == 0
