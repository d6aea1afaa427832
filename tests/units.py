"""Units that reports count, put into the database as they would stand there, and what a figure says of them."""

from outreach.reports.asking import ask_one, behind
from outreach.reports.periods import Periods
from outreach.reports.scopes import Scope, Three
from planning.models import Barrier, Criterion, CriterionCount, Need, Partner, Standard, UnitPlan
from tests.cast import NOW


def unit(hill, title, *, term=None, partners=None, year_levels=(), by=None, created_at=NOW, **values):
    """A plan of Ada and Ben, or of (member, kind) `partners`; in Hill's fourth term unless it has dates of its own."""
    by = by or hill.ada
    values = {"term": None if values.pop("has_no_term", False) else term or hill.term, "school": by.school} | values
    plan = UnitPlan.objects.create(
        title=title, created_at=created_at, created_by=by, changed_at=created_at, changed_by=by, **values
    )
    for member, kind in partners or ((hill.ada, "librarian"), (hill.ben, "teacher")):
        row(Partner, plan, member=member, kind=kind)
    plan.year_levels.set(year_levels)
    return plan


def row(model, plan, **values):
    """A row of a plan."""
    written = {"created_at": NOW, "created_by": plan.created_by, "changed_at": NOW, "changed_by": plan.created_by}
    return model.objects.create(plan=plan, **written, **values)


def criterion(plan, name, counts, *, by_library=False):
    """A criterion of the product with its counts: level → students."""
    made = row(Criterion, plan, name=name, is_library_led=by_library)
    for level, students in counts.items():
        CriterionCount.objects.create(criterion=made, level=level, students=students)
    return made


def need(plan, source="Reading test", shows="Half of them could not name a source.", **values):
    """A need that student results showed before the unit."""
    return row(Need, plan, source=source, shows=shows, **values)


def barrier(plan, kind="time", **values):
    """Something that stood in the way of a unit."""
    return row(Barrier, plan, kind=kind, **values)


def standard(hill, framework, number, kind, *plans):
    """A standard that plans rest on."""
    made = Standard.objects.create(
        school=hill.school,
        framework=framework,
        number=number,
        kind=kind,
        statement="What it says.",
        created_at=NOW,
        created_by=hill.ada,
    )
    made.plans.set(plans)
    return made


def scope_of(school, period=None, **filters):
    """A Scope of a school in a period (its last term unless one is named) and in the two that it is compared with."""
    periods = Periods(school)
    period = period or periods.terms[-1]
    return Scope(school, Three(period, periods.before(period), periods.year_ago(period)), **filters)


def said(scope, figure):
    """What a figure says: (label, label across) → the numbers of now, before, a year ago; in its order."""
    return {(part.label, part.across_label): tuple(part.numbers) for part in ask_one(scope, figure).parts}


def now(scope, figure):
    """The numbers of the period itself, by label, or by both labels where it is parted twice; in its order."""
    found = {labels: numbers[0] for labels, numbers in said(scope, figure).items() if numbers[0]}
    return {label if not across else (label, across): number for (label, across), number in found.items()}


def things(scope, figure, label, across=""):
    """What opens behind a number, by its labels: key of the thing → amount."""
    [part] = [one for one in ask_one(scope, figure).parts if (one.label, one.across_label) == (label, across)]
    return {thing: int(amount) for thing, amount in behind(scope, figure, part.part, part.across)}
