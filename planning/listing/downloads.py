"""The list of plans as a table for spreadsheets: the same plans as on screen, with more columns."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from planning import levels
from planning.listing.queries import visible_plans
from planning.listing.rows import stage_of
from planning.models import Continuum, Facet, Lesson, Partner, StageState, UnitPlan
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.stages import BY_NUMBER

PLANS_AT_ONCE = 500
COLUMNS = (
    "title",
    "starts_on",
    "ends_on",
    "students",
    "planned_level",
    "planned_facet",
    "overruled_level",
    "overruled_reason",
    "closed_at",
    "is_shared",
    "created_at",
    "changed_at",
)
NAMES = {
    "term_name": "term__name",
    "term_year": "term__year",
    "of_department": "department__name",
    "of_subject": "subject__name",
    "started_by": "created_by__name",
}
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
    "Colleagues",
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
    """The rows under `HEADER`, one plan at a time; one query, read in bunches."""
    plans = levels.with_librarian_parts(visible_plans(member=member, asked=asked)).annotate(
        **{name: F(path) for name, path in NAMES.items()},
        year_level_names=_array(UnitPlan.year_levels.through, "unitplan", "yearlevel__name"),
        class_names=_array(UnitPlan.classes.through, "unitplan", "classgroup__name"),
        librarians=_partners(Partner.Kind.LIBRARIAN),
        teachers=_partners(Partner.Kind.TEACHER),
        colleagues=_partners(Partner.Kind.COLLEAGUE),
        outside_partners=_partners(Partner.Kind.OUTSIDE),
        stages_done=_array(StageState, "plan", "number", completed_at__isnull=False),
        lesson_count=_lesson_count(),
    )
    gathered = ("year_level_names", "class_names", "librarians", "teachers", "colleagues", "outside_partners")
    plans = plans.values_list(*COLUMNS, *levels.PARTS, *NAMES, *gathered, "stages_done", "lesson_count", named=True)
    for plan in plans.iterator(chunk_size=PLANS_AT_ONCE):
        yield row_of(plan, member.school)


def _array(model, to_plan, field, **only):
    """The values of a field of a plan's rows, in order."""
    rows = model.objects.filter(**{to_plan: OuterRef("pk")}, **only).annotate(value=F(field))
    return ArraySubquery(rows.order_by("value").values("value"))


def _partners(kind):
    partners = Partner.objects.filter(plan=OuterRef("pk"), kind=kind).order_by("pk")
    return ArraySubquery(partners.annotate(called=Coalesce("member__name", "name")).values("called"))


def _lesson_count():
    lessons = Lesson.objects.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(number=Count("pk"))
    return Coalesce(Subquery(lessons.values("number")), 0)


def row_of(plan, school):
    """One plan (a named tuple) as a list of cells."""
    done = plan.stages_done
    return [
        plan.title,
        f"{plan.term_name}, {plan.term_year}" if plan.term_name else "",
        plan.starts_on,
        plan.ends_on,
        ", ".join(plan.year_level_names),
        plan.of_department,
        plan.of_subject,
        ", ".join(plan.class_names),
        plan.students,
        ", ".join(plan.librarians),
        ", ".join(plan.teachers),
        ", ".join(plan.colleagues),
        ", ".join(plan.outside_partners),
        _stage_in_words(plan, stage_of(done)),
        len(done),
        plan.lesson_count,
        Continuum(plan.planned_level).label if plan.planned_level else "",
        Facet(plan.planned_facet).label if plan.planned_facet else "",
        _level_reached(plan),
        plan.overruled_reason,
        school.day_of(plan.closed_at) if plan.closed_at else None,
        "yes" if plan.is_shared else "no",
        plan.started_by,
        school.day_of(plan.created_at),
        school.day_of(plan.changed_at),
    ]


def _level_reached(plan):
    """The level in words: set by hand, or worked out from what is recorded."""
    level = plan.overruled_level or levels.reached(levels.librarian_parts(plan)).level
    return Continuum(level).label if level else ""


def _stage_in_words(plan, number):
    if plan.closed_at:
        return "Closed"
    return "All five complete" if number == ALL_STAGES_COMPLETE else f"{number} {BY_NUMBER[number].name}"
