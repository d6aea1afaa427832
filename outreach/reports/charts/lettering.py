"""How long words are in a chart, and where they break: a chart knows its words before anybody has set them."""

from textwrap import wrap
from unicodedata import east_asian_width

from outreach.reports.charts.spec import LABEL, size

LETTER, WIDE_LETTER = 0.54, 1.0  # How wide letters are at the most, as a rule, of the size of their type.
MOST_LINES = 2
CUT = "…"


def long(text, width):
    """How many pixels a text takes in a chart of a width."""
    letters = (WIDE_LETTER if east_asian_width(letter) in "WF" else LETTER for letter in text)
    return sum(letters) * size(width)


def broken(text, width, room):
    """A text in lines of so many pixels: two at the most, the last one cut short where that is too few."""
    if long(text, width) <= room or not text.strip():
        return [text]
    letters = max(int(len(text) * room / long(text, width)), 1)
    return wrap(text, letters, max_lines=MOST_LINES, placeholder=CUT)


def above(names, text, top, width):
    """Puts the name of a row where it begins, in as many lines as it needs; where what it names begins."""
    for line in broken(text, width, width):
        names.append({"x": 0, "y": top + LABEL / 2, "text": line})
        top += LABEL
    return top
