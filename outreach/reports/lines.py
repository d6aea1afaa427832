"""An answer as the lines of a table: each part in its three periods, with the address of what is behind it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from collab.addresses import address
from outreach.reports.charts.rows import said


@dataclass(frozen=True)
class Line:
    """One part. Numbers are texts; `url` opens what is behind the first of them, where there is anything."""

    label: str
    across: str
    now: str
    before: str
    year_ago: str
    url: str


def lines_of(answer, asked):
    """The lines of an Answer: list of Line; the whole is the last one, where parts add up."""
    to = behind_address(answer.figure, asked)
    lines = [_line(part.label, part.across_label, part.numbers, to, part.part, part.across) for part in answer.parts]
    if answer.whole is not None and len(answer.parts) > 1:
        lines.append(_line("All", "", answer.whole, to))
    return lines


def behind_address(figure, asked):
    """The beginning of the address of what is behind a number of a figure; it ends with “?” or “&”."""
    to = address("figure_behind", school_slug=asked.scope.school.slug, figure=figure.key)
    return f"{to}{asked.address()}{'&' if asked.filters else '?'}"


def _line(label, across_label, numbers, to, part=None, across=None):
    query = {name: value for name, value in (("part", part), ("across", across)) if value}
    is_there = numbers.now is not None and numbers.now != 0
    return Line(label, across_label, *map(said, numbers), url=f"{to}{urlencode(query)}" if is_there else "")
