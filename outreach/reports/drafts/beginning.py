"""What a report is to be about, as it is asked for: by the form that begins one, or by the page of figures."""

from outreach.reports.asked import read
from outreach.reports.drafts.queries import report_about


def wanted(asked_for, *, member, offers):
    """What an address (a QueryDict) asks for: the period's Period, the department's key or None, and the report that
    there is about both already, or None. Raises `Refused`."""
    about = {name: asked_for.get(name, "") for name in ("period", "department")}
    scope = read(about, offers).scope
    department = scope.departments[0] if scope.departments else None
    return scope.period, department, report_about(member, scope.period, department)
