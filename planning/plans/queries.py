"""Named reads of one plan: its pages, its track, the part that waits for a teacher."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from collab.models import Member, Role, Term
from collab.prepared import Prepared
from collab.when import clock
from planning.levels import PARTS, LibrarianParts, parts_from, with_librarian_parts
from planning.models import Contribution, Partner, StageState, UnitPlan
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.stages import HEAD, STAGES, Answerer
from planning.unit_plan import addresses

DOUBLE_PRESS = 10  # seconds

ALL_PROMPTS = tuple(prompt for stage in (HEAD, *STAGES) for prompt in stage.prompts)


@dataclass(frozen=True)
class Step:
    """One stage of one plan, for the track and for the list of stages. `completed` is who and when, in words."""

    number: int
    name: str
    short: str
    icon: str
    question: str
    state: str
    url: str
    people: tuple[str, ...]
    completed: str
    is_current: bool
    answered: int = 0
    asked: int = 0


class Setting(NamedTuple):
    """The names of what a unit is taught in and to whom, and in what of it the librarian has had a part."""

    subject: str | None
    department: str | None
    year_levels: list
    classes: list
    parts: LibrarianParts


def _setting(subject, department, year_levels, classes, *parts):
    return Setting(subject, department, year_levels, classes, parts_from(*parts))


def _ask_for_setting(plan):
    levels = UnitPlan.year_levels.through.objects.filter(unitplan=OuterRef("pk")).order_by("yearlevel__position")
    classes = UnitPlan.classes.through.objects.filter(unitplan=OuterRef("pk")).order_by(
        "classgroup__year_level__position", "classgroup__name"
    )
    return with_librarian_parts(UnitPlan.objects.filter(pk=plan)).values_list(
        "subject__name",
        "department__name",
        ArraySubquery(levels.values("yearlevel__name")),
        ArraySubquery(classes.values("classgroup__name")),
        *PARTS,
    )


setting_of = Prepared(_setting, _ask_for_setting)


class State(NamedTuple):
    """Where one stage of a plan stands, and the names of those who have had a part in it, first come first."""

    number: int
    completed_at: datetime | None
    completed_by: str | None
    people: list


def _ask_for_states(plan):
    parts = Contribution.objects.filter(plan=plan, stage=OuterRef("number")).order_by("first_at")
    return (
        StageState.objects.filter(plan=plan)
        .annotate(people=ArraySubquery(parts.values("member__name")))
        .values_list("number", "completed_at", "completed_by__name", "people")
        .order_by("number")
    )


states_of = Prepared(State, _ask_for_states)


def steps(plan, *, now, current=0, answered=()):
    """The five steps of a plan, in one query. `answered`: keys of the prompts that have an answer."""
    states = states_of(plan.pk)
    at = at_stage(states)
    return [
        Step(
            number=stage.number,
            name=stage.name,
            short=stage.short,
            icon=stage.icon,
            question=stage.question,
            state="done" if state.completed_at else "now" if stage.number == at else "open",
            url=addresses.of_plan("stage", plan, number=stage.number),
            people=tuple(state.people),
            completed=f"{state.completed_by}, {clock(state.completed_at, now)}" if state.completed_at else "",
            is_current=stage.number == current,
            answered=sum(prompt.key in answered for prompt in stage.prompts),
            asked=len(stage.prompts),
        )
        for stage, state in zip(STAGES, states, strict=True)
    ]


def at_stage(states):
    """The number of the first stage that is not complete, or 6 when all five are."""
    return next((state.number for state in states if not state.completed_at), ALL_STAGES_COMPLETE)


def plays_the_teacher(member, plan):
    """Whether the member is in this plan as its teacher, and not as its librarian."""
    return any(
        partner.member_id == member.pk and partner.kind == Partner.Kind.TEACHER for partner in plan.partners.all()
    )


def waiting_for_teacher(answered, at):
    """The teacher's prompts that have no answer, of the stages up to the one at hand (1 to 6)."""
    return [
        prompt
        for prompt in ALL_PROMPTS
        if prompt.who == Answerer.TEACHER and prompt.stage <= at and prompt.key not in answered
    ]


def possible_partners(member):
    """Active teachers and librarians of the member's school but themselves, by name."""
    people = Member.objects.visible_to(member).active().exclude(pk=member.pk)
    return people.filter(roles__overlap=[Role.TEACHER, Role.LIBRARIAN]).order_by("name", "pk")


def terms_to_plan_for(member, today):
    """The terms that have not ended, soonest first."""
    return Term.objects.visible_to(member).from_day(today)


def started_just_now(*, title, by, now):
    """The plan that the same person began under the same title seconds ago: the button was pressed twice."""
    plans = UnitPlan.objects.filter(school=by.school, created_by=by, title=title)
    return plans.filter(created_at__gt=now - timedelta(seconds=DOUBLE_PRESS)).first()
