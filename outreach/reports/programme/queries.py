"""Named reads: the path of a school's programme over the years, and the years that it can be placed in."""

import re
from dataclasses import dataclass

from collab.addresses import address
from outreach.models import ProgrammePlacing
from outreach.reports.periods import Periods
from outreach.reports.programme.taxonomy import LEVELS, Level, level_of

EARLIER_YEARS = 5
NAMED_AFTER = re.compile(r"(?P<first>[12]\d{3})(?P<second>/\d{2})?")


@dataclass(frozen=True)
class Step:
    """One year of the path; without a `placing` and a `level` where nobody has said yet."""

    year: str
    url: str
    placing: ProgrammePlacing | None = None
    level: Level | None = None
    levels: int = 0


@dataclass(frozen=True)
class Path:
    """The years of a school in their order.

    `at_hand`: the step of the year that goes on (None where no term has begun). `earlier`: years before the first that
    the school knows of, the latest first.
    """

    steps: tuple[Step, ...]
    at_hand: Step | None
    earlier: tuple[Step, ...]

    @property
    def is_empty(self):
        return not any(step.placing for step in self.steps)

    def at(self, year):
        """The step of a year, or None for a year that cannot be placed."""
        return next((step for step in (*self.steps, *self.earlier) if step.year == year), None)


def path_of(member, *, today):
    """The Path of the member's school on a day. Two queries."""
    begun = [_name_of(year) for year in Periods(member.school).years if year.starts_on <= today]
    placings = ProgrammePlacing.objects.visible_to(member).select_related("changed_by")
    placed = {placing.year: placing for placing in placings}
    # A year of which the school has no terms (any more) has its place by its name.
    known = [*sorted(placed.keys() - set(begun)), *begun]
    earlier = [year for year in _before(begun[0]) if year not in placed] if begun else []
    steps = {year: _step(member.school, year, placed.get(year)) for year in (*known, *earlier)}
    return Path(
        steps=tuple(steps[year] for year in known),
        at_hand=steps[begun[-1]] if begun else None,
        earlier=tuple(steps[year] for year in earlier),
    )


def _name_of(period):
    """What the terms of a school year say under `year`."""
    return period.key.removeprefix("year-")


def _before(year):
    """The years before one, named as it is (“2026”, “2026/27”), the latest first; none where the name has no year."""
    named = NAMED_AFTER.fullmatch(year)
    if named is None:
        return []
    return [
        f"{first}/{(first + 1) % 100:02}" if named["second"] else str(first)
        for first in range(int(named["first"]) - 1, int(named["first"]) - 1 - EARLIER_YEARS, -1)
    ]


def _step(school, year, placing):
    url = address("programme_place", school_slug=school.slug, year=year)
    if placing is None:
        return Step(year, url)
    return Step(year, url, placing, level_of(placing), len(LEVELS[placing.edition]))
