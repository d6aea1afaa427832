"""Small multiples: as many panels of a map side by side as leave each cell the room that its number needs."""

from math import ceil
from typing import NamedTuple

LEAST_CELL = 19  # Pixels; a digit and some air.
APART = 16
ACROSS_A_PAGE = (700, 1100)  # The type of a chart of the first is as large as that of the text; of the other, small.
GAP = 2  # Between two cells.


class Panel(NamedTuple):
    """One panel: its title, the line that it stands in, where it begins, and which of a row's values are its own."""

    title: str
    line: int
    left: float
    first: int
    cell: float

    def edge(self, column):
        return self.left + column * self.cell

    def end(self, column):
        return self.edge(column + 1) - GAP

    def middle(self, column):
        return (self.edge(column) + self.end(column)) / 2


def width_of(table):
    """How wide a Table is drawn to have all its panels side by side, as far as its words can be read on a page."""
    room = len(table.panels) * (len(table.columns) * LEAST_CELL + APART)
    least, most = ACROSS_A_PAGE
    return min(max(room, least), most)


def panels_of(table, width):
    """The Panels of a Table, one after the other; a table without panels is one that has no title."""
    titles, columns = table.panels or ("",), len(table.columns)
    room = max((width + APART) // (columns * LEAST_CELL + APART), 1)
    lines = ceil(len(titles) / room)
    beside = ceil(len(titles) / lines)
    whole = (width + APART) / beside
    return [
        Panel(title, place // beside, place % beside * whole, place * columns, (whole - APART) / columns)
        for place, title in enumerate(titles)
    ]
