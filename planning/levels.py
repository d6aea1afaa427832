"""The level that a unit has reached on the continuum of instructional partnership, from what is recorded."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from collab.models import Role
from collab.prepared import Prepared
from planning.models import Continuum, Contribution, Criterion, Lesson, Need, Partner, UnitPlan

FEWEST_LABELS, MOST_LABELS = 2, 6
PARTS = (
    "librarian_stages",
    "librarian_taught",
    "librarian_judged",
    "starts_from_need",
    "names_of_teachers",
    "teacher_wrote",
)
PLANNING, ASSESSMENT = {1, 2}, {4, 5}


@dataclass(frozen=True)
class LibrarianParts:
    """In which parts of a unit the records show the librarian, whether a teacher is a partner, and a data need.

    `silent_teachers`: the names of the teachers among the partners, if none of them has written anything.
    """

    in_planning: bool = False
    in_teaching: bool = False
    in_assessment: bool = False
    has_need: bool = False
    has_teacher: bool = True
    silent_teachers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reached:
    """The level reached (None while nothing is recorded), and why, each reason a sentence with its truth."""

    level: Continuum | None
    reasons: tuple[tuple[bool, str], ...]


def reached(parts):
    """The level that a unit has reached, for a `LibrarianParts`; returns a `Reached`.

    Source: the continuum of Toni Buzzeo, "Collaborating to Meet Standards" (cooperation, coordination,
    collaboration) and its later fourth step, data-driven collaboration. It is Collaboration only when the
    librarian has a part from planning (stages 1 and 2) through teaching (stage 3) to assessment (stages 4 and 5),
    and Data-driven only when such a unit starts from a need recorded in student results. Short of that, a part in
    two of the three is Coordination (times and tasks are shared, the rest is done apart), a part in one is
    Cooperation. Where no teacher is a partner there is no partnership to describe; a teacher who has no login, and
    so has written nothing, is one all the same, which the reasons say. No level is better than another: it says what
    happened.
    """
    shared = sum((parts.in_planning, parts.in_teaching, parts.in_assessment))
    if not parts.has_teacher:
        level = None
    elif shared == 3:
        level = Continuum.DATA_DRIVEN if parts.has_need else Continuum.COLLABORATION
    else:
        level = {0: None, 1: Continuum.COOPERATION, 2: Continuum.COORDINATION}[shared]
    return Reached(level, (*_reasons(parts), *(_silence(parts) if level else ())))


def _silence(parts):
    """The reason to read a level with care: it rests on what others wrote about working with the teacher."""
    if parts.silent_teachers:
        has = "has" if len(parts.silent_teachers) == 1 else "have"
        names = " and ".join(parts.silent_teachers)
        yield False, f"{names} {has} not written here: what is recorded comes from others."


def _reasons(parts):
    reasons = (
        (
            parts.in_planning,
            "The librarian had a part in planning (stages 1 and 2)."
            if parts.in_planning
            else "No part of the librarian in planning is recorded yet (stages 1 and 2).",
        ),
        (
            parts.in_teaching,
            "The librarian had a part in a lesson that was taught (stage 3)."
            if parts.in_teaching
            else "No lesson with the librarian has been logged as taught yet (stage 3).",
        ),
        (
            parts.in_assessment,
            "The librarian had a part in the evaluation (stages 4 and 5)."
            if parts.in_assessment
            else "No part of the librarian in the evaluation is recorded yet (stages 4 and 5).",
        ),
        (
            parts.has_need,
            "It starts from a need shown by student results."
            if parts.has_need
            else "No need shown by student results is recorded (stage 1).",
        ),
    )
    return reasons if parts.has_teacher else ((False, "No teacher is a partner of this plan yet."), *reasons)


def with_librarian_parts(plans):
    """Adds to a queryset of plans what `librarian_parts` reads, the columns `PARTS`; a list costs no query more.

    Planning and assessment count what a librarian wrote there; teaching counts a logged lesson in which the
    librarian leads, shares or supports; a criterion that the librarian assessed, with its counts, is assessment as
    well. A person who is both teacher and librarian counts as what they are in this plan.
    """
    plays_the_teacher = Partner.objects.filter(
        plan=OuterRef("plan"), member=OuterRef("member"), kind=Partner.Kind.TEACHER
    )
    by_librarian = Contribution.objects.filter(
        ~Exists(plays_the_teacher), plan=OuterRef("pk"), member__roles__contains=[Role.LIBRARIAN]
    )
    lessons = Lesson.objects.logged().filter(plan=OuterRef("pk")).exclude(led_by="")
    criteria = Criterion.objects.filter(
        plan=OuterRef("pk"),
        counts__isnull=False,
        assessed_by__in=[Criterion.AssessedBy.LIBRARIAN, Criterion.AssessedBy.TOGETHER],
    )
    by_teacher = Contribution.objects.filter(Exists(plays_the_teacher), plan=OuterRef("pk"))
    teachers = Partner.objects.filter(plan=OuterRef("pk"), kind=Partner.Kind.TEACHER).order_by("pk")
    return plans.annotate(
        librarian_stages=ArraySubquery(by_librarian.values("stage")),
        librarian_taught=Exists(lessons),
        librarian_judged=Exists(criteria),
        starts_from_need=Exists(Need.objects.filter(plan=OuterRef("pk"))),
        names_of_teachers=ArraySubquery(teachers.values("member__name")),
        teacher_wrote=Exists(by_teacher),
    )


def librarian_parts(plan):
    """What the records of a plan say, as a `LibrarianParts`; one query unless `with_librarian_parts` brought it."""
    if hasattr(plan, PARTS[0]):
        return parts_from(*(getattr(plan, name) for name in PARTS))
    [parts] = _parts_of(plan.pk)
    return parts


def parts_from(stages, taught, judged, need, teachers, teacher_wrote):
    """The `LibrarianParts` that the columns `PARTS` tell."""
    return LibrarianParts(
        in_planning=not PLANNING.isdisjoint(stages),
        in_teaching=taught,
        in_assessment=judged or not ASSESSMENT.isdisjoint(stages),
        has_need=need,
        has_teacher=bool(teachers),
        silent_teachers=() if teacher_wrote else tuple(teachers),
    )


_parts_of = Prepared(
    parts_from, lambda plan: with_librarian_parts(UnitPlan.objects.filter(pk=plan)).values_list(*PARTS)
)
