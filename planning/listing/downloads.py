"""The list of plans as a table for spreadsheets: the same plans as on screen, with more columns."""

from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from planning import levels
from planning.listing.queries import visible_plans
from planning.listing.rows import stage_of
from planning.models import Continuum, Lesson, Partner
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.stages import BY_NUMBER

PLANS_AT_ONCE = 200
HEADER = (
    "Title",
    "Term",
    "Starts on",
    "Ends on",
    "Year levels",
    "Department",
    "Subject",
    "Classes",
    "Students",
    "Librarians",
    "Teachers",
    "Outside partners",
    "Stage",
    "Stages complete",
    "Lessons",
    "Planned level",
    "Planned facet",
    "Level reached",
    "Level set by hand because",
    "Closed on",
    "Shared with the school",
    "Started by",
    "Started on",
    "Changed on",
)


def rows_of_plans(*, member, asked):
    """The rows under `HEADER`, one plan at a time; the plans are read in bunches with all that belongs to them."""
    plans = (
        levels.with_librarian_parts(visible_plans(member=member, asked=asked))
        .select_related("term", "department", "subject", "created_by")
        .prefetch_related(
            "year_levels",
            "classes",
            "stages",
            Prefetch("partners", Partner.objects.select_related("member")),
            Prefetch("lessons", Lesson.objects.defer("focus", "place")),
        )
    )
    for plan in plans.iterator(chunk_size=PLANS_AT_ONCE):
        yield row_of(plan, member.school)


def _lesson_count():
    lessons = Lesson.objects.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(number=Count("pk"))
    return Coalesce(Subquery(lessons.values("number")), 0)


def row_of(plan, school):
    """One plan as a list of cells."""
    done = [stage.number for stage in plan.stages.all() if stage.completed_at]
    people = {kind: [] for kind in Partner.Kind.values}
    for partner in plan.partners.all():
        people[partner.kind].append(str(partner))
    return [
        plan.title,
        str(plan.term) if plan.term else "",
        plan.starts_on,
        plan.ends_on,
        _listed(plan.year_levels.all()),
        str(plan.department or ""),
        str(plan.subject or ""),
        _listed(plan.classes.all()),
        plan.students,
        _listed(people[Partner.Kind.LIBRARIAN]),
        _listed(people[Partner.Kind.TEACHER]),
        _listed(people[Partner.Kind.OUTSIDE]),
        _stage_in_words(plan, stage_of(done)),
        len(done),
        plan.lesson_count,
        plan.get_planned_level_display() or "",
        plan.get_planned_facet_display(),
        _level_reached(plan),
        plan.overruled_reason,
        school.day_of(plan.closed_at) if plan.closed_at else None,
        "yes" if plan.is_shared else "no",
        plan.created_by.name,
        school.day_of(plan.created_at),
        school.day_of(plan.changed_at),
    ]


def _level_reached(plan):
    """The level in words: set by hand, or worked out from what is recorded."""
    level = plan.overruled_level or levels.reached(levels.librarian_parts(plan)).level
    return Continuum(level).label if level else ""


def _stage_in_words(plan, number):
    if plan.is_closed:
        return "Closed"
    return "All five complete" if number == ALL_STAGES_COMPLETE else f"{number} {BY_NUMBER[number].name}"


def _listed(things):
    return ", ".join(map(str, things))
