"""Units that reports count, put into the database as they would stand there, and what a figure says of them."""

from outreach.reports.asking import ask_one, behind
from outreach.reports.periods import Periods
from planning.models import Barrier, Criterion, CriterionCount, Need, Standard
from tests import figure_schools
from tests.cast import NOW
from tests.figure_schools import add_to, counted, make_plan


def unit(hill, title, *, term=None, partners=None, year_levels=(), by=None, created_at=NOW, **values):
    """A plan of Ada and Ben, or of (member, kind) `partners`; in Hill's fourth term unless it has dates of its own."""
    by = by or hill.ada
    people = partners or ((hill.ada, "librarian"), (hill.ben, "teacher"))
    values = {"term": None if values.pop("has_no_term", False) else term or hill.term, "school": by.school} | values
    written = {"created_at": created_at, "changed_at": created_at}
    plan = make_plan(title, [{"member": one, "kind": kind} for one, kind in people], by=by, **written | values)
    plan.year_levels.set(year_levels)
    return plan


def row(model, plan, **values):
    """A row of a plan."""
    return add_to(plan, model, **values)


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
    return figure_schools.scope_of(school, period or Periods(school).terms[-1], **filters)


def said(scope, figure):
    """What a figure says: (label, label across) → the numbers of now, before, a year ago; in its order."""
    return {(part.label, part.across_label): tuple(part.numbers) for part in ask_one(scope, figure).parts}


def now(scope, figure):
    """The numbers of the period itself, by label, or by both labels where it is parted twice; in its order."""
    return counted(figure, scope)


def things(scope, figure, label, across=""):
    """What opens behind a number, by its labels: key of the thing → amount."""
    [part] = [one for one in ask_one(scope, figure).parts if (one.label, one.across_label) == (label, across)]
    return {thing: int(amount) for thing, amount in behind(scope, figure, part.part, part.across)}
