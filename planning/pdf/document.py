"""A plan as plain data for the typesetter: lists and texts, nothing that is markup."""

from django.utils.formats import date_format

from collab.paper.characters import settable
from collab.paper.head import day, head
from collab.when import dates, weeks
from planning import levels
from planning.evidence.words import of_consent
from planning.library.kinds import KINDS
from planning.models import Continuum, Partner
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.rows.lines import period
from planning.stages import HEAD, STAGES

LINES_OF_A_PARAGRAPH = 60
ANSWERERS = {"teacher": "Teacher", "librarian": "Librarian", "together": "", "students": "Students"}


def document(plan, *, printed_on):
    """What `plan.typ` sets, for a plan from `queries.plans_for_pdf`; every text is fit for the fonts."""
    done = {stage.number for stage in plan.stages.all() if stage.completed_at}
    texts = {answer.prompt: answer.text for answer in plan.answers.all() if answer.text.strip()}
    at = next((stage.number for stage in STAGES if stage.number not in done), ALL_STAGES_COMPLETE)
    track = [
        {
            "number": stage.number,
            "short": stage.short,
            "state": "done" if stage.number in done else "now" if stage.number == at else "open",
        }
        for stage in STAGES
    ]
    about = head(plan.school, plan.title, printed_on=printed_on, authors=plan.partners.all())
    return settable(
        about
        | {
            "closed": f"Closed on {day(plan.school.day_of(plan.closed_at))}" if plan.closed_at else "",
            "track": track,
            "facts": _facts(plan),
            "question": texts.get("essential_question", "").strip(),
            "head": _answers(HEAD.prompts, {key: text for key, text in texts.items() if key != "essential_question"}),
            "partners": [_partner(partner) for partner in plan.partners.all()],
            "level": _level(plan),
            "stages": [
                {**step, **_stage(plan, stage, texts, printed_on)} for step, stage in zip(track, STAGES, strict=True)
            ],
        }
    )


def _facts(plan):
    """(label, text) pairs that are known."""
    subject = " · ".join(dict.fromkeys(str(one) for one in (plan.subject, plan.department) if one))
    facts = (
        ("When", weeks(plan.term, plan.starts_on, plan.ends_on)),
        ("Dates", dates(plan.starts_on, plan.ends_on) if plan.term else ""),
        ("Year levels", _listed(plan.year_levels.all())),
        ("Subject", subject),
        ("Classes", _listed(plan.classes.all())),
        ("Students", str(plan.students or "")),
    )
    return [[label, text] for label, text in facts if text]


def _answers(prompts, texts):
    return [
        {"label": prompt.label, "who": ANSWERERS[prompt.who], "paragraphs": _paragraphs(texts[prompt.key])}
        for prompt in prompts
        if prompt.key in texts
    ]


def _paragraphs(text):
    """A text as paragraphs, each a list of lines; very long ones are cut, since the typesetter is slow on them."""
    paragraphs = [[]]
    for line in map(str.rstrip, text.strip().splitlines()):
        if not line or len(paragraphs[-1]) == LINES_OF_A_PARAGRAPH:
            paragraphs.append([])
        if line:
            paragraphs[-1].append(line)
    return [paragraph for paragraph in paragraphs if paragraph]


def _partner(partner):
    role = Partner.Kind(partner.kind).label
    return {
        "name": str(partner),
        "role": ", ".join(filter(None, (role, partner.organisation))),
        "brings": partner.expertise,
        "will": partner.will,
    }


def _level(plan):
    reached = levels.reached(levels.librarian_parts(plan))
    level = plan.overruled_level or reached.level
    overruled = ""
    if plan.overruled_level:
        by = f"{plan.overruled_by.name} on {day(plan.school.day_of(plan.overruled_at))}"
        overruled = f"Set by {by}: {plan.overruled_reason}"
    return {
        "planned": plan.get_planned_level_display() or "",
        "facet": plan.get_planned_facet_display(),
        "reached": Continuum(level).label if level else "",
        "overruled": overruled,
        "reasons": [{"holds": holds, "text": text} for holds, text in reached.reasons],
    }


def _stage(plan, stage, texts, on):
    tables = {
        1: (_standards(plan), _needs(plan)),
        2: (_library(plan), _lessons(plan), _duties(plan)),
        3: (_log(plan), _checks(plan), _barriers(plan)),
        4: (_criteria(plan), _evidence(plan, on)),
        5: (),
    }
    return {
        "name": stage.name,
        "question": stage.question,
        "answers": _answers(stage.prompts, texts),
        "tables": [table for table in tables[stage.number] if table["rows"]],
    }


def _table(title, columns, widths, rows, figures=0):
    """A table; `widths` are shares of the line, `figures` the number of columns of figures at its end.

    Of the other columns those are left out that would be empty from top to bottom.
    """
    rows = [list(row) for row in rows]
    words = len(columns) - figures
    kept = [place for place in range(len(columns)) if place >= words or any(row[place] for row in rows)]

    def narrowed(line):
        return [line[place] for place in kept]

    return {
        "title": title,
        "columns": narrowed(columns),
        "widths": narrowed(widths),
        "figures": figures,
        "rows": [narrowed(row) for row in rows],
    }


def _standards(plan):
    rows = ((one.number, one.framework, one.statement) for one in plan.standards.all())
    return _table("Standards", ["Number", "Framework", "Statement"], [2, 3, 6], rows)


def _needs(plan):
    rows = ((need.source, need.shows, need.cohort) for need in plan.needs.all())
    return _table("Where it starts from", ["Student results", "What they show", "Who"], [3, 6, 2], rows)


def _library(plan):
    rows = ((KINDS[one.kind].one, str(one.thing)) for one in plan.library_resources.all())
    return _table("From the library", ["What", "Name"], [2, 8], rows)


def _lessons(plan):
    rows = (
        (
            ", ".join(filter(None, (_short_day(lesson.taught_on), period(lesson)))),
            lesson.focus,
            lesson.place,
            lesson.get_led_by_display(),
            lesson.get_co_teaching_display(),
            str(lesson.minutes or ""),
        )
        for lesson in plan.lessons.all()
    )
    columns = ["Date", "What it is about", "Place", "Who leads", "Co-teaching", "Minutes"]
    return _table("Lessons", columns, [3, 5, 2, 4, 4, 2], rows, figures=1)


def _duties(plan):
    rows = (
        (duty.what, str(duty.owner or "All of us"), _short_day(duty.due_on), "Done" if duty.done_at else "Open")
        for duty in plan.duties.all()
    )
    return _table("Who does what", ["What", "Who", "By", "State"], [6, 3, 3, 1.5], rows)


def _log(plan):
    rows = (
        (_short_day(lesson.taught_on), lesson.focus, lesson.happened, str(lesson.students_reached or ""))
        for lesson in plan.lessons.all()
        if lesson.is_logged
    )
    return _table("What happened", ["Date", "Lesson", "What happened", "Students"], [2.5, 4, 6, 2], rows, figures=1)


def _checks(plan):
    rows = ((check.what, check.found, check.adjusted) for check in plan.checks.all())
    return _table("Checks on the way", ["Checked", "It showed", "We adjusted"], [4, 4, 4], rows)


def _barriers(plan):
    rows = (
        (": ".join(filter(None, (one.get_kind_display(), one.what))), one.counter_measure, one.outcome)
        for one in plan.barriers.all()
    )
    return _table("What stood in the way", ["Barrier", "What we did", "What came of it"], [4, 4, 4], rows)


def _criteria(plan):
    labels = plan.level_labels
    rows = []
    for criterion in plan.criteria.all():
        counts = {count.level: count.students for count in criterion.counts.all()}
        numbers = [str(counts.get(level, "")) for level in range(1, len(labels) + 1)]
        led = " (taught by the library)" if criterion.is_library_led else ""
        rows.append([f"{criterion.name}{led}", criterion.get_assessed_by_display(), *numbers])
    columns, widths = ["Criterion", "Assessed by", *labels], [5, 3, *[2] * len(labels)]
    return _table("Students by criterion and level", columns, widths, rows, figures=len(labels))


def _evidence(plan, on):
    rows = ((piece.title, piece.get_kind_display(), of_consent(piece, on=on)[0]) for piece in plan.evidence.all())
    return _table("Evidence", ["Title", "What it is", "Consent"], [6, 3, 4], rows)


def _short_day(date):
    return date_format(date, "D j M") if date else ""


def _listed(things):
    return ", ".join(map(str, things))
