"""What can be asked for in a school's reports: its periods, and the filters with their choices."""

from dataclasses import dataclass
from datetime import date

from collab.models import Department, Member, Role, School, Subject, YearLevel
from outreach.reports.periods import Period, Periods
from outreach.reports.permissions import Sight, sight_of


@dataclass(frozen=True)
class Offers:
    """What somebody can choose from. A filter's choices are key → name, in their order."""

    school: School
    sight: Sight
    today: date
    periods: Periods
    named: dict[str, Period]
    filters: dict[str, dict[int, str]]


def offers_to(member, today):
    """The Offers to a member; None for who sees no report. Five queries, or one."""
    departments = list(Department.objects.visible_to(member).only("name", "head_id"))
    sight = sight_of(member, departments)
    if sight is None:
        return None
    periods = Periods(member.school)
    by_name = [*periods.all_kinds(), *periods.quarters(today)]
    return Offers(
        school=member.school,
        sight=sight,
        today=today,
        periods=periods,
        named={period.key: period for period in by_name},
        filters=_filters(member, sight, departments),
    )


def _filters(member, sight, departments):
    """A teacher's own figures have no department but that of each plan, and no choice of a librarian."""
    found = {}
    if sight.teacher is None:
        found["department"] = {
            each.pk: each.name for each in departments if sight.departments is None or each.pk in sight.departments
        }
    found["year_level"] = _names(YearLevel.objects.visible_to(member))
    found["subject"] = _names(Subject.objects.visible_to(member))
    if sight.teacher is None:
        found["librarian"] = _names(Member.objects.visible_to(member).with_role(Role.LIBRARIAN))
    return found


def _names(things):
    return dict(things.values_list("pk", "name"))
