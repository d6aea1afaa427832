"""Rows as a page shows them: plain values, with dates written out and addresses ready."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format

from collab import calendars
from planning.models import Criterion, Partner
from planning.rows.addresses import invitation, to
from planning.rows.kinds import OUTSIDE_PARTNERS


@dataclass(frozen=True)
class Line:
    """One row of a section.

    `badges`: (text, tone) pairs; `facts`: (label, text) pairs; `counts`: a `Count` for each level. `is_done` is None
    where there is nothing to tick off. `entered_by`: the member who may change it, besides librarians, where that is
    not for every partner. Addresses are empty where there is nothing to press.
    """

    pk: int
    anchor: str
    title: str
    change_url: str
    remove_url: str
    person: str = ""
    note: str = ""
    badges: tuple = ()
    facts: tuple = ()
    link: str = ""
    is_done: bool | None = None
    done_url: str = ""
    log_url: str = ""
    entered_by: int | None = None
    invite_url: str = ""
    counts: tuple = ()
    total: int = 0


@dataclass(frozen=True)
class Count:
    """How many students reached a level, and their share of all that were counted, in percent."""

    label: str
    students: int | None
    share: int


@dataclass
class Section:
    """One section of a page: a kind's title and words, its lines, and the addresses to add one (url, label)."""

    kind: str
    anchor: str
    title: str
    lead: str
    icon: str
    empty_title: str
    empty: str
    url: str
    adds: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    labels: list = field(default_factory=list)
    labels_url: str = ""


def day(value, term=None):
    """A date as people write it, with the week of its term: “Tue 3 Nov 2026, Term 4, week 4”."""
    if value is None:
        return ""
    return ", ".join(filter(None, [date_format(value, "D j M Y"), calendars.written(value, term)]))


def line(plan, kind, row, stage, **shown):
    """The `Line` of a row; `shown` says what its kind shows, also in place of the usual title and addresses."""
    usual = {
        "title": str(row),
        "change_url": to("row_change", plan, kind=kind, stage=stage, row_id=row.pk),
        "remove_url": to("row_remove", plan, kind=kind, stage=stage, row_id=row.pk) if kind.is_removable else "",
    }
    return Line(pk=row.pk, anchor=f"{kind.key}-{row.pk}", **usual | shown)


def filled(*pairs):
    """The facts that have a text."""
    return tuple((label, text) for label, text in pairs if text)


WILL = {
    Partner.Kind.TEACHER: "Teacher will",
    Partner.Kind.LIBRARIAN: "Librarian will",
    Partner.Kind.COLLEAGUE: "Will",
    Partner.Kind.OUTSIDE: "Will",
}


def partner(plan, kind, row, stage, today):
    member = row.member
    if member is None:
        kind = OUTSIDE_PARTNERS
    has_no_login = member is not None and member.user_id is None and member.is_active
    badges = [(row.get_kind_display(), "plain")]
    if has_no_login:
        badges.append(("No login yet", "plain"))
    if member is not None and not member.is_active:
        badges.append(("Has left", "plain"))
    return line(
        plan,
        kind,
        row,
        stage,
        person=str(row),
        note=row.organisation,
        badges=tuple(badges),
        facts=filled(("Brings", row.expertise), (WILL[row.kind], row.will)),
        invite_url=invitation(plan, member) if has_no_login else "",
    )


def need(plan, kind, row, stage, today):
    return line(plan, kind, row, stage, note=row.cohort, facts=filled(("It shows", row.shows)))


def standard(plan, kind, row, stage, today):
    return line(
        plan,
        kind,
        row,
        stage,
        title=row.number,
        note=row.framework,
        badges=((row.get_kind_display(), "plain"),),
        facts=(("", row.statement),),
        link=row.source_url,
        entered_by=row.created_by_id,
    )


def duty(plan, kind, row, stage, today):
    is_overdue = bool(today and row.due_on and row.due_on < today and not row.done_at)
    due = f"by {day(row.due_on, plan.term)}" if row.due_on else ""
    badges = [("Overdue", "waiting")] if is_overdue else []
    if row.done_at:
        done = date_format(timezone.localtime(row.done_at), "j M")
        badges.append((f"Done by {row.done_by.name}, {done}", "good"))
    return line(
        plan,
        kind,
        row,
        stage,
        note=", ".join(filter(None, [str(row.owner) if row.owner else "All of us", due])),
        badges=tuple(badges),
        is_done=row.done_at is not None,
        done_url=to("duty_done", plan, row_id=row.pk),
    )


def when_and_where(plan, row):
    minutes = f"{row.minutes} minutes" if row.minutes else ""
    when = day(row.taught_on, plan.term) or "No date yet"
    return " · ".join(filter(None, [when, period(row), row.place, minutes]))


def period(lesson):
    """“Period 3” where only its number was typed; else as it was typed."""
    return f"Period {lesson.period}" if lesson.period.isdecimal() else lesson.period


def lesson_badges(plan, row):
    badges = []
    if row.led_by:
        badges.append((row.get_led_by_display(), "accent"))
    if row.co_teaching:
        badges.append((row.get_co_teaching_display(), "plain"))
    if is_outside_term(plan, row.taught_on):
        badges.append((f"Outside {plan.term.name}", "plain"))
    return badges


def is_outside_term(plan, day):
    """Whether a lesson's date lies outside the plan's term, if both are known."""
    return bool(plan.term and day and not plan.term.starts_on <= day <= plan.term.ends_on)


def lesson(plan, kind, row, stage, today):
    badges = lesson_badges(plan, row)
    if row.is_logged:
        badges.append(("Taught", "good"))
    return line(plan, kind, row, stage, note=when_and_where(plan, row), badges=tuple(badges))


def lesson_log(plan, kind, row, stage, today):
    badges = lesson_badges(plan, row)
    if row.is_logged:
        badges.append(("Logged", "good"))
    elif today and row.taught_on and row.taught_on <= today:
        badges.append(("Not logged yet", "waiting"))
    reached = str(row.students_reached) if row.students_reached is not None else ""
    log_url = to("lesson_log", plan, row_id=row.pk)
    return line(
        plan,
        kind,
        row,
        stage,
        note=when_and_where(plan, row),
        badges=tuple(badges),
        facts=filled(("What happened", row.happened), ("Students reached", reached)),
        log_url="" if row.is_logged else log_url,
        change_url=log_url if row.is_logged else "",
    )


def check(plan, kind, row, stage, today):
    return line(
        plan,
        kind,
        row,
        stage,
        note=f"In the lesson “{row.lesson}”" if row.lesson else "",
        facts=filled(("It showed", row.found), ("Adjusted", row.adjusted)),
    )


def barrier(plan, kind, row, stage, today):
    return line(
        plan,
        kind,
        row,
        stage,
        title=row.get_kind_display() if row.kind != "other" else row.what,
        note=row.what if row.kind != "other" else "",
        facts=filled(("What we did", row.counter_measure), ("What came of it", row.outcome)),
    )


def criterion(plan, kind, row, stage, today):
    by_level = {one.level: one.students for one in row.counts.all()}
    total = sum(by_level.values())
    counts = tuple(
        Count(label, by_level.get(level), round(100 * by_level.get(level, 0) / total) if total else 0)
        for level, label in enumerate(plan.level_labels, start=1)
    )
    assessed = Criterion.AssessedBy(row.assessed_by).label if row.assessed_by else ""
    return line(
        plan,
        kind,
        row,
        stage,
        note=f"Assessed by: {assessed.lower()}" if assessed else "",
        badges=(("Taught by the library", "accent"),) if row.is_library_led else (),
        counts=counts,
        total=total,
    )


SHOWN = {
    "partners": partner,
    "needs": need,
    "standards": standard,
    "duties": duty,
    "lessons": lesson,
    "lesson-logs": lesson_log,
    "checks": check,
    "barriers": barrier,
    "criteria": criterion,
}
