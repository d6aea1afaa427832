"""What an address asks of a list: read forgivingly, so that what makes no sense is left out and nothing breaks."""

DIGITS_OF_A_KEY = 18
LAST_PAGE = 1000
LONGEST_SEARCH = 200


def words(text):
    """What somebody searches for, as text without ends; empty for none. What no database can hold is left out."""
    return (text or "").replace("\0", "").strip()[:LONGEST_SEARCH]


def key(text):
    """A primary key, or None."""
    return int(text) if text and text.isdecimal() and len(text) <= DIGITS_OF_A_KEY else None


def number(text, lowest, highest):
    """A whole number within two limits, or None."""
    found = key(text)
    return found if found is not None and lowest <= found <= highest else None


def page(text):
    """The number of a page of a list, from 1."""
    return number(text, 1, LAST_PAGE) or 1


def one_of(choices, text, usual):
    """The member of an enum of texts that a text names, or else the usual one."""
    try:
        return choices(text)
    except ValueError:
        return usual
