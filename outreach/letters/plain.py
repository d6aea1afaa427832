"""What people typed, as it may stand in a letter."""

import re

# What stands in letters for a text or a link, and what turns the direction of all that follows: in nobody's own text.
SIGNS = re.compile("[\ue000-\ue003\u202a-\u202e\u2066-\u2069]")


def without_signs(text):
    """A text without the signs that mean something in a letter."""
    return SIGNS.sub("", text)


def plain(text):
    """The same on one line, whatever it is a text of."""
    return " ".join(without_signs(str(text)).split())
