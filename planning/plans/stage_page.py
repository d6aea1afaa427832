"""The page of one stage: its prompts grouped by who answers, its rows, and the way on."""

from dataclasses import dataclass

from planning.answers import queries as answers
from planning.evidence import queries as evidence
from planning.library import queries as library
from planning.library.actions import STAGE as LIBRARY_STAGE
from planning.models import Evidence
from planning.permissions import may_edit_plan, may_work_on_plan
from planning.plans import queries
from planning.rows.queries import sections
from planning.stages import BY_NUMBER, NUMBERS, Answerer, Stage

GROUPS = {
    Answerer.TOGETHER: "Together",
    Answerer.TEACHER: "The teacher’s part",
    Answerer.LIBRARIAN: "The librarian’s part",
    Answerer.STUDENTS: "The students’ part",
}


@dataclass(frozen=True)
class Group:
    """The fields that one kind of person answers; `is_mine` for the teacher of the plan who reads the page."""

    key: str
    title: str
    fields: list
    is_mine: bool


@dataclass(frozen=True)
class StagePage:
    """All that the template shows. `library` and `evidence`: what stands on one stage's page, None on the others."""

    stage: Stage
    steps: list
    step: queries.Step
    previous: queries.Step | None
    next: queries.Step | None
    groups: list
    sections: list
    library: list | None
    evidence: list | None
    may_edit: bool
    may_work: bool

    @property
    def place(self):
        """“Stage 2 of 5”"""
        return f"Stage {self.stage.number} of {len(NUMBERS)}"


def page_of(plan, number, *, reader, now):
    """The `StagePage` of a stage (1 to 5) for one reader."""
    stage, today = BY_NUMBER[number], reader.school.day_of(now)
    fields = answers.fields(plan=plan, prompts=stage.prompts, reader=reader, now=now)
    steps = queries.steps(plan, now=now, current=number)
    may_edit = may_edit_plan(reader, plan)
    is_teacher = may_edit and queries.plays_the_teacher(reader, plan)
    return StagePage(
        stage=stage,
        steps=steps,
        step=steps[number - 1],
        previous=steps[number - 2] if number > NUMBERS[0] else None,
        next=steps[number] if number < NUMBERS[-1] else None,
        groups=_grouped(fields, is_teacher),
        sections=sections(plan, number, today),
        library=library.in_plan(plan, reader=reader) if number == LIBRARY_STAGE else None,
        evidence=evidence.cards(plan, reader=reader, on=today) if number == Evidence.stage else None,
        may_edit=may_edit,
        may_work=may_work_on_plan(reader, plan),
    )


def _grouped(fields, is_teacher):
    """Groups in the order in which the form first names them; a teacher's own part stands before the others."""
    by_who = {}
    for field in fields:
        by_who.setdefault(field.prompt.who, []).append(field)
    groups = [
        Group(who, GROUPS[who], members, is_mine=is_teacher and who == Answerer.TEACHER)
        for who, members in by_who.items()
    ]
    return sorted(groups, key=lambda group: not group.is_mine)
