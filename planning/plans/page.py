"""The plan's own page: the unit on one screen, in short form, as the reader's part, or as its five stages."""

from dataclasses import dataclass
from enum import StrEnum

from collab.when import dates, weeks
from planning import levels
from planning.answers import queries as answers
from planning.levels import Continuum
from planning.permissions import may_edit_plan, may_remove_plan, may_work_on_plan
from planning.plans import queries
from planning.rows.queries import sections
from planning.unit_plan import addresses


class Face(StrEnum):
    """What the page shows under the track."""

    SHORT = "short"
    PART = "part"
    STAGES = "stages"


@dataclass(frozen=True)
class LevelShown:
    """The level planned and reached, in words, with its reasons and who overruled it."""

    planned: str
    facet: str
    reached: str
    reasons: tuple
    overruled: str
    by_records: str


@dataclass(frozen=True)
class Chapter:
    """The short form's fields of one stage (0: the head), under its name."""

    number: int
    title: str
    url: str
    fields: list


@dataclass(frozen=True)
class Page:
    """All that the template shows.

    `part` are the fields that wait for the reader as the plan's teacher, `chapters` the short form, `later` those
    chapters of it that the unit has not come to.
    """

    face: Face
    tabs: list
    steps: list
    now: queries.Step | None
    facts: list
    level: LevelShown
    chapters: list
    later: list
    part: list
    undecided: list
    sections: list
    may_edit: bool
    may_work: bool
    may_remove: bool


def page_of(plan, *, reader, asked_face, now):
    """The `Page` of a plan for one reader, in a fixed number of queries."""
    all_fields = answers.fields(plan=plan, prompts=queries.ALL_PROMPTS, reader=reader, now=now)
    answered = {field.prompt.key for field in all_fields if field.text.strip()}
    steps = queries.steps(plan, now=now, answered=answered)
    at = next((step for step in steps if step.state == "now"), None)
    may_edit = may_edit_plan(reader, plan)
    is_teacher = may_edit and queries.plays_the_teacher(reader, plan)
    waiting = queries.waiting_for_teacher(answered, at.number if at else 6) if is_teacher else []
    face = _face(asked_face, is_teacher)
    part = [field for field in all_fields if field.prompt in waiting] if face != Face.STAGES else []
    shown = [field for field in all_fields if field.prompt.is_short and field not in part] if face == Face.SHORT else []
    chapters = _chapters(shown, steps)
    [setting] = queries.setting_of(plan.pk)
    later = [one for one in chapters if _is_later(one, at, answered)] if may_edit else []
    return Page(
        face=face,
        tabs=_tabs(plan, face, is_teacher),
        steps=steps,
        now=at,
        facts=facts_of(plan, setting),
        level=level_of(plan, setting.parts, now),
        chapters=[one for one in chapters if one not in later],
        later=later,
        part=part,
        undecided=[field for field in all_fields if field.conflicts and field not in shown + part],
        sections=sections(plan, 0, reader.school.day_of(now)),
        may_edit=may_edit,
        may_work=may_work_on_plan(reader, plan),
        may_remove=may_remove_plan(reader, plan) and not answered,
    )


def _face(asked, is_teacher):
    faces = [face for face in Face if face != Face.PART or is_teacher]
    return Face(asked) if asked in faces else Face.SHORT


def _tabs(plan, face, is_teacher):
    url = addresses.of_plan("plan", plan)
    faces = [(Face.SHORT, "Short form", url), (Face.STAGES, "Five stages", f"{url}?view={Face.STAGES}")]
    if is_teacher:
        faces.insert(0, (Face.PART, "Your part", f"{url}?view={Face.PART}"))
    return [(label, address, one == face) for one, label, address in faces]


def _chapters(fields, steps):
    titles = {0: ("The unit", "")} | {step.number: (f"{step.number} {step.name}", step.url) for step in steps}
    by_stage = {}
    for field in fields:
        by_stage.setdefault(field.prompt.stage, []).append(field)
    return [Chapter(number, *titles[number], members) for number, members in by_stage.items()]


def _is_later(chapter, at, answered):
    """Whether the unit has not come to this chapter: its stage lies ahead, and nothing is written there."""
    return (
        at is not None
        and chapter.number > at.number
        and not any(field.prompt.key in answered or field.conflicts for field in chapter.fields)
    )


def facts_of(plan, setting):
    """(label, text) pairs for what is known about the unit."""
    facts = [
        ("When", weeks(plan.term, plan.starts_on, plan.ends_on)),
        ("Dates", dates(plan.starts_on, plan.ends_on) if plan.term else ""),
        ("Year levels", ", ".join(setting.year_levels)),
        ("Subject", " · ".join(dict.fromkeys(filter(None, (setting.subject, setting.department))))),
        ("Classes", ", ".join(setting.classes)),
        ("Students", plan.students or ""),
    ]
    return [(label, text) for label, text in facts if text != ""]


def level_of(plan, parts, now):
    """The `LevelShown` of a plan, from its `LibrarianParts`."""
    recorded = levels.reached(parts)
    by_records = recorded.level.label if recorded.level else ""
    overruled = ""
    if plan.overruled_level:
        overruled = f"Set by {plan.overruled_by.name}, {answers.clock(plan.overruled_at, now)}"
    return LevelShown(
        planned=plan.get_planned_level_display() or "",
        facet=plan.get_planned_facet_display(),
        reached=Continuum(plan.overruled_level).label if plan.overruled_level else by_records,
        reasons=recorded.reasons,
        overruled=overruled,
        by_records=by_records,
    )
