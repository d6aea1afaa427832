"""Named reads of reports that are written and published."""

from dataclasses import replace

from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.fields.json import KT

from collab.errors import Refused
from collab.models import Role
from outreach.models import Report, ReportVersion
from outreach.reports.periods import Kind, Period, Periods
from outreach.reports.scopes import Scope, Three
from planning.models import UnitPlan

MOST_PLANS = 300
NO_DEPARTMENT = (
    "“{name}” is no department of this school any more, so nothing can be counted for it. Begin a new report."
)


def reports_of(member):
    """The reports that a member may read: librarians all, leaders those that were published, heads theirs of them."""
    found = Report.objects.visible_to(member).select_related("department", "created_by", "removed_by", "school")
    newest = ReportVersion.objects.filter(report=OuterRef("pk")).order_by("-number")
    found = found.annotate(
        version_number=Max("versions__number"),
        published_title=Subquery(newest.values(title=KT("contents__title"))[:1]),
        published_on=Subquery(newest.values(on=KT("contents__on"))[:1]),
        published_at=Subquery(newest.values("published_at")[:1]),
        withdrawn_at=Subquery(newest.values("withdrawn_at")[:1]),
    )
    if member.has_role(Role.LIBRARIAN):
        return found
    found = found.filter(version_number__isnull=False)
    return found if member.has_role(Role.LEADER) else found.filter(department__head=member)


def draft_of(member, report_id):
    """A report that a librarian writes, removed or not, or None."""
    return reports_of(member).filter(pk=report_id).first()


def report_about(member, period, department):
    """The report about a period and a department (its key, or None: the school) that was begun last, or None."""
    found = reports_of(member).filter(removed_at__isnull=True, period_kind=period.kind, department=department)
    if department is None:
        found = found.filter(department_name="")  # It was about one that is gone.
    return found.filter(starts_on=period.starts_on, ends_on=period.ends_on).order_by("-pk").first()


def stories_of(report):
    """Its stories with their plans, in order."""
    return list(report.stories.select_related("plan", "plan__term"))


def newest_version(report):
    """The version that was published last, without its PDF, or None."""
    return report.versions.select_related("published_by", "withdrawn_by").defer("pdf").first()


def tellable(report, member):
    """The units of a report's period that are not told in it yet, by title: queryset of UnitPlan."""
    starts, ends = report.starts_on, report.ends_on
    in_time = Q(starts_on__lte=ends, ends_on__gte=starts) | Q(
        Q(starts_on__isnull=True) | Q(ends_on__isnull=True), term__starts_on__lte=ends, term__ends_on__gte=starts
    )
    plans = UnitPlan.objects.visible_to(member).filter(in_time).exclude(pk__in=report.stories.values("plan"))
    if report.department_name:
        plans = plans.filter(department=report.department_id) if report.department_id else plans.none()
    return plans.order_by("title", "pk")


def scope_of(report):
    """What a report looks at. One query. Raises `Refused` where its department is gone: it would tell of the school."""
    if report.has_lost_its_department:
        raise Refused(NO_DEPARTMENT.format(name=report.department_name))
    period = Period(Kind(report.period_kind), report.key, report.period_name, report.starts_on, report.ends_on)
    periods = Periods(report.school)
    named = next((each for each in periods.all_kinds() if _is_same(each, period)), period)
    own = replace(named, starts_on=period.starts_on, ends_on=period.ends_on)
    return Scope(
        school=report.school,
        periods=Three(own, periods.before(named), periods.year_ago(named)),
        departments=(report.department_id,) if report.department_id else None,
    )


def _is_same(one, other):
    """Whether two are one period, though its days may be others since: a year grows when the next one is entered."""
    return one.kind == other.kind and (one.starts_on == other.starts_on or one.name == other.name)
