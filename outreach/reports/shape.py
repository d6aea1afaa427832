"""A figure: one named question whose answer can be counted, opened, drawn and downloaded; and the shape of its answer.

A figure is the SQL of its facts, one row for each thing that counts somewhere. The number and the list behind the
number are read from the same facts, so that they cannot say different things.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from outreach.reports.charts.rows import said
from outreach.reports.scopes import Three
from outreach.reports.tables import known_filters

TERM_AND_YEAR_LEVEL = "Term and year level"  # Two ways in one, for a map with a panel for each term.
BETWEEN = " · "  # What stands between the names of the two.


class Section(StrEnum):
    """The parts of a report, in their order."""

    LEARNING = "Learning"
    REACH = "Reach"
    DEPTH = "Depth"
    FLOW = "Flow"
    BARRIERS = "Barriers"
    PROGRAMME = "The programme"


class Measure(StrEnum):
    """What is done with the amounts of the facts of a part."""

    SUM = "sum"  # each thing once; without an amount it counts 1
    MEDIAN = "median"
    DEEPEST = "max"


class Of(StrEnum):
    """What a fact is about: what opens behind a number."""

    PLAN = "plan"
    LESSON = "lesson"
    MEMBER = "member"
    REQUEST = "request"
    BOOKING = "booking"
    LIST = "list"
    PURCHASE = "purchase"
    CONTACT = "contact"
    INVITATION = "invitation"
    BARRIER = "barrier"
    PARTNER = "partner"
    PLACING = "placing"


@dataclass(frozen=True)
class Figure:
    """One question.

    `facts`: a SELECT over the tables of `tables.py` with the columns `period`, `part`, `label`, `place` (a text, for
    the order of parts), `across`, `across_label`, `across_place` (a second way to part it; '' where there is none),
    `thing` (bigint: the key of what counts) and `amount` (numeric). `counted` says in a sentence or two what is
    counted, and how. `unit` is what the numbers are numbers of (“teachers”). Where `adds_up`, each thing stands in one
    part alone, so that the parts add up to the whole; else `overlap` says why a thing counts more than once. `names`:
    what the numbers stand for, from 0 on, where they are steps of a scale.
    """

    key: str
    section: Section
    title: str
    counted: str
    unit: str
    of: Of
    facts: str
    measure: Measure = Measure.SUM
    adds_up: bool = True
    overlap: str = ""
    parted_by: str = ""  # The head of the column of the parts, such as “Department”.
    across_by: str = ""
    names: tuple[str, ...] = ()

    @property
    def how(self):
        """How it is counted, and why things count more than once where they do."""
        return f"{self.counted} {self.overlap}".strip()

    def say(self, number):
        """A number as it stands in tables: “1,234”, a dash for none; with its name where it is a step of a scale."""
        return f"{number} {self.names[number]}" if self.names and number is not None else said(number)

    def unknown_filters(self, scope):
        """The filters of a Scope that this cannot apply, since what it counts is not known by them."""
        return scope.filters - known_filters(self.facts)


class Part(NamedTuple):
    """One row of an answer. Numbers are int, or float for a median; None where there is nothing to count."""

    part: str
    label: str
    across: str
    across_label: str
    numbers: Three
    across_place: str = ""  # The order of what stands across, which that of the rows does not tell.

    @property
    def key(self):
        """Names it in the address of what is behind it."""
        return f"{self.part}~{self.across}" if self.across else self.part


@dataclass(frozen=True)
class Answer:
    """What a figure says: its parts in their order, and the whole (None where parts overlap or are no counts)."""

    figure: Figure
    parts: tuple[Part, ...] = field(default_factory=tuple)
    whole: Three | None = None

    @property
    def is_empty(self):
        """Whether there is nothing in any of the periods."""
        return not any(self.is_something(number) for part in self.parts for number in part.numbers)

    @property
    def is_empty_now(self):
        return not any(self.is_something(part.numbers.now) for part in self.parts)

    def is_something(self, number):
        """Where numbers are the steps of a scale, 0 is one of them."""
        return number is not None if self.figure.names else bool(number)

    def of(self, part, across=""):
        """The numbers of one part; nothing where it has none."""
        found = [each.numbers for each in self.parts if (each.part, each.across) == (part, across)]
        return found[0] if found else Three(None, None, None)
