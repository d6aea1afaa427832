"""What charts are drawn from: rows with their values, and columns where there are two ways to part a number."""

from typing import NamedTuple


class Row(NamedTuple):
    """A label, and its values in the order of the columns; None where there is nothing. `before`: for comparison."""

    label: str
    values: tuple
    before: float | None = None


class Table(NamedTuple):
    """Rows below columns (labels); one-way parts have one column without a label. `unit` names what is counted.

    `panels`: where a map has several, their titles; a row has the values of all columns for each of them in turn.
    `names`: what the numbers stand for, from 0 on, where they are steps of a scale.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str
    panels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def said(value):
    """A number as it stands in charts and tables: “1,234”, “3.5”; a dash for none."""
    return "–" if value is None else f"{value:,}"
