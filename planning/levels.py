"""The level that a unit has reached on the continuum of instructional partnership, from what is recorded."""

from dataclasses import dataclass

from planning.models import Continuum

FEWEST_LABELS, MOST_LABELS = 2, 6


@dataclass(frozen=True)
class LibrarianParts:
    """In which parts of a unit the records show the librarian, and whether it starts from a data need."""

    in_planning: bool = False
    in_teaching: bool = False
    in_assessment: bool = False
    has_need: bool = False


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
    Cooperation. No level is better than another: it says what happened.
    """
    shared = sum((parts.in_planning, parts.in_teaching, parts.in_assessment))
    if shared == 3:
        level = Continuum.DATA_DRIVEN if parts.has_need else Continuum.COLLABORATION
    else:
        level = {0: None, 1: Continuum.COOPERATION, 2: Continuum.COORDINATION}[shared]
    return Reached(level, _reasons(parts))


def _reasons(parts):
    return (
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


def librarian_parts(plan):
    """What the records of a plan say; reads `contributions` (with member), `lessons`, `criteria` and `needs`.

    Planning and assessment count what a librarian wrote there; teaching counts a logged lesson in which the
    librarian leads, shares or supports; a criterion that the librarian assessed counts as assessment as well.
    """
    stages = {one.stage for one in plan.contributions.all() if one.member.is_librarian}
    assessed = {"librarian", "together"}
    return LibrarianParts(
        in_planning=bool(stages & {1, 2}),
        in_teaching=any(lesson.is_logged and lesson.led_by for lesson in plan.lessons.all()),
        in_assessment=bool(stages & {4, 5})
        or any(one.assessed_by in assessed and one.counts.all() for one in plan.criteria.all()),
        has_need=bool(plan.needs.all()),
    )
