"""What a report looks at: a school or a part of it, in a period and in the two that it is compared with."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from collab.models import School
from outreach.reports.periods import Period


class Three(NamedTuple):
    """The period of a report and the two beside it, or a number for each of them."""

    now: object
    before: object
    year_ago: object


@dataclass(frozen=True)
class Scope:
    """What is counted. None of a filter: all of them.

    `departments`: keys; a head of department has theirs and cannot widen them. `teacher`: a teacher's own figures.
    """

    school: School
    periods: Three
    departments: tuple[int, ...] | None = None
    year_level: int | None = None
    subject: int | None = None
    librarian: int | None = None
    teacher: int | None = None

    @property
    def period(self) -> Period:
        return self.periods.now

    @property
    def filters(self):
        """The names of the filters that are set, as a set."""
        names = ("departments", "year_level", "subject", "librarian", "teacher")
        return {name for name in names if getattr(self, name) is not None}

    def only(self, period):
        """The same in one period alone, for what needs no comparison."""
        return replace(self, periods=Three(period, period, period))

    def params(self):
        """The parameters of the common tables (`tables.py`)."""
        starts, ends = zip(*((period.starts_on, period.ends_on) for period in self.periods), strict=True)
        return {
            "school": self.school.pk,
            "zone": self.school.time_zone,
            "starts": list(starts),
            "ends": list(ends),
            "departments": list(self.departments) if self.departments is not None else None,
            "year_level": self.year_level,
            "subject": self.subject,
            "librarian": self.librarian,
            "teacher": self.teacher,
        }
