"""How small the map has to be written for one sheet of paper, across: worked out from what stands in it."""

from math import ceil

SIZES = (9, 8, 7, 6.5, 6, 5.5, 5, 4.5)  # Points. The style sheet has a class for each of them, in tenths.
MM_OF_A_POINT = 0.353
WIDTH, HEIGHT = 258, 165  # Millimetres of A4 or Letter for the table, within the margins and below the title.
FIRST_COLUMN = 24
WIDTH_OF_A_LETTER = 0.47  # Of the size of the type, on average.
SIGN_AND_WORD = 5  # Letters that a line loses to the sign before the topic, and to the word that did not fit any more.
LINE_HEIGHT = 1.2
PADDING = 1.6


def size_on_paper(rows, terms, cells):
    """The largest size of type at which the table fits on one sheet, in tenths of a point; else the smallest."""
    fitting = (size for size in SIZES if _height(size, rows, terms, cells) <= HEIGHT)
    return round(next(fitting, SIZES[-1]) * 10)


def _height(size, rows, terms, cells):
    """The height of the table in millimetres."""
    line = size * MM_OF_A_POINT * LINE_HEIGHT
    letter = size * MM_OF_A_POINT * WIDTH_OF_A_LETTER
    column = (WIDTH - FIRST_COLUMN) / max(1, len(terms)) - PADDING
    in_cell = max(4, int(column / letter) - SIGN_AND_WORD)
    in_first = max(1, int((FIRST_COLUMN - PADDING) / letter))
    lines = 2
    for key, name in rows:
        of_cells = (sum(ceil(len(topic.topic) / in_cell) for topic in cells.get((key, term.pk), ())) for term in terms)
        lines += max(ceil(len(name) / in_first), *of_cells) if terms else 1
    return lines * line + (len(rows) + 2) * PADDING
