"""What waits for a person, derived from facts alone: no query, no clock. The desk and later the mails say the same."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.formats import date_format

from collab.addresses import address
from planning.models import Partner
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.stages import BY_NUMBER, NUMBERS, PROMPTS, Answerer

DUTIES_AHEAD = timedelta(days=14)
FIRST_STAGE_WITH_STUDENTS = 3


class Kind(StrEnum):
    """Why something waits; in the order in which it is shown."""

    CONFLICT = "conflict"
    LOAN_OVERDUE = "loan_overdue"
    OVERDUE = "overdue"
    INVITED = "invited"
    ADVICE = "advice"
    ASK = "ask"
    HAND_OUT = "hand_out"
    REQUESTS = "requests"
    WITHDRAWN = "withdrawn"
    LOAN_ASKED = "loan_asked"
    BRING_BACK = "bring_back"
    DUTY = "duty"
    STAGE = "stage"
    READY = "ready"
    PREPARED = "prepared"
    DECLINED = "declined"
    LOAN_ANSWERED = "loan_answered"
    ANSWERED = "answered"
    LIST = "list"
    SEEN = "seen"
    PARTNER = "partner"
    FOLLOW_UPS = "follow_ups"
    PURCHASES = "purchases"
    ORDERS_LATE = "orders_late"
    WEEDING = "weeding"
    DATES = "dates"
    REPORT = "report"
    MAIL = "mail"
    WISH = "wish"
    NEWCOMER = "newcomer"
    CLOSE = "close"


URGENT = {Kind.CONFLICT, Kind.LOAN_OVERDUE, Kind.OVERDUE, Kind.INVITED, Kind.ADVICE, Kind.ASK}
ICONS = {
    Kind.CONFLICT: "files",
    Kind.LOAN_OVERDUE: "clock-history",
    Kind.OVERDUE: "clock-history",
    Kind.INVITED: "person-plus",
    Kind.ADVICE: "question-circle",
    Kind.ASK: "lightbulb",
    Kind.HAND_OUT: "box-seam",
    Kind.REQUESTS: "lightbulb",
    Kind.WITHDRAWN: "arrow-return-left",
    Kind.LOAN_ASKED: "box-seam",
    Kind.BRING_BACK: "box-seam",
    Kind.DUTY: "check2-square",
    Kind.STAGE: "pencil",
    Kind.READY: "check2-circle",
    Kind.PREPARED: "check2-circle",
    Kind.DECLINED: "x-circle",
    Kind.LOAN_ANSWERED: "box-seam",
    Kind.ANSWERED: "chat-quote",
    Kind.LIST: "list-ul",
    Kind.SEEN: "eye",
    Kind.PARTNER: "hourglass-split",
    Kind.FOLLOW_UPS: "exclamation-circle",
    Kind.PURCHASES: "cart",
    Kind.ORDERS_LATE: "hourglass-split",
    Kind.WEEDING: "recycle",
    Kind.DATES: "calendar-range",
    Kind.REPORT: "file-earmark-text",
    Kind.MAIL: "envelope",
    Kind.WISH: "hand-thumbs-up",
    Kind.NEWCOMER: "person-plus",
    Kind.CLOSE: "archive",
}
MINE = {
    Partner.Kind.TEACHER: {Answerer.TEACHER, Answerer.TOGETHER, Answerer.STUDENTS},
    Partner.Kind.LIBRARIAN: {Answerer.LIBRARIAN, Answerer.TOGETHER, Answerer.STUDENTS},
    Partner.Kind.COLLEAGUE: {Answerer.TOGETHER},
}


@dataclass(frozen=True)
class DeskItem:
    """One thing that waits for one person. `text` says what, `detail` where or why, `url` leads to it.

    `moved_on`: the day of the move that made it news, of what can be news more than once.
    """

    kind: Kind
    text: str
    detail: str
    url: str
    plan_id: int | None = None
    due_on: date | None = None
    moved_on: date | None = None

    @property
    def is_overdue(self):
        return self.kind in (Kind.OVERDUE, Kind.LOAN_OVERDUE)

    @property
    def icon(self):
        return ICONS[self.kind]

    @property
    def is_urgent(self):
        return self.kind in URGENT


@dataclass(frozen=True)
class OpenPlan:
    """An open plan as one of its partners (a member, as `kind`) has it before them.

    `done`: numbers of complete stages. `answered`: keys of prompts with a text. `rivals`: keys of prompts with two
    texts. `silent_teachers`: teachers among the partners who have written nothing. `term`: a Term or None.
    """

    plan_id: int
    title: str
    kind: str
    term: object
    starts_on: date | None
    ends_on: date | None
    done: frozenset
    answered: frozenset
    rivals: tuple
    others: tuple
    teachers: tuple
    silent_teachers: tuple
    has_contributed: bool
    invited_by: str

    @property
    def at_stage(self):
        """The first stage that is not complete; 6 when all five are."""
        return next((number for number in NUMBERS if number not in self.done), ALL_STAGES_COMPLETE)


@dataclass(frozen=True)
class OpenDuty:
    """A duty that is not done, as it stands before one member; `is_shared` when it is everybody's.

    `due_on` is None where nobody said by when.
    """

    plan_id: int
    title: str
    what: str
    due_on: date | None
    is_shared: bool


def items_of(*, school_slug, plans, duties, on):
    """Everything that waits for one member on a day, the most urgent first. Takes OpenPlans and OpenDuties.

    Duties without a day come after those that have one.
    """
    items = [item for plan in plans for item in _of_plan(plan, school_slug, on)]
    items += [
        _of_duty(duty, school_slug, on) for duty in duties if duty.due_on is None or duty.due_on <= on + DUTIES_AHEAD
    ]
    return in_order(items)


def in_order(items):
    """Items as a person should meet them: by kind, and within it what is due first."""
    ranks = {kind: rank for rank, kind in enumerate(Kind)}
    return sorted(items, key=lambda item: (ranks[item.kind], item.due_on or date.max, item.text))


def split(items, *, at_once, of_a_kind):
    """Items in order as (those to show at once, the rest), so that many of one kind do not hide those of another.

    Of each kind that is not urgent, at most `of_a_kind` come first; what room is left goes to the next in order.
    """
    kinds, first, later = Counter(), [], []
    for item in items:
        kinds[item.kind] += 1
        (first if item.is_urgent or kinds[item.kind] <= of_a_kind else later).append(item)
    chosen = set(map(id, [*first, *later][:at_once]))
    return [item for item in items if id(item) in chosen], [item for item in items if id(item) not in chosen]


def _of_plan(plan, slug, on):
    for key in plan.rivals:
        prompt = PROMPTS[key]
        url = f"{_stage_url(plan, slug, prompt.stage)}#answer-{key}"
        yield DeskItem(
            Kind.CONFLICT, f"Two texts for “{prompt.label}”", _in(plan, "keep one, or merge"), url, plan.plan_id
        )
    if not plan.has_contributed:
        inviter = plan.invited_by or "A colleague"
        yield DeskItem(
            Kind.INVITED,
            f"{inviter} would like to plan “{plan.title}” with you",
            "Your part is short: a few questions on one page.",
            _plan_url(plan, slug) + ("?view=part" if plan.kind == Partner.Kind.TEACHER else ""),
            plan.plan_id,
        )
        return
    if plan.kind == Partner.Kind.LIBRARIAN:
        yield from _of_silence(plan, slug)
    yield from _of_stage(plan, slug, on)


def _of_silence(plan, slug):
    """Nobody to plan with yet, or teachers who have not written anything."""
    if not plan.teachers:
        text = f"“{plan.title}” has no teacher yet"
        yield DeskItem(Kind.PARTNER, text, "Add the teacher you plan it with.", _plan_url(plan, slug), plan.plan_id)
    elif len(plan.silent_teachers) == len(plan.teachers):
        text = f"{' and '.join(plan.silent_teachers)} {_has(plan.silent_teachers)} not answered yet"
        yield DeskItem(Kind.PARTNER, text, _in(plan, "ask, or begin without"), _plan_url(plan, slug), plan.plan_id)


def _of_stage(plan, slug, on):
    """The stage at hand: questions of mine that are open, or all answered and ready to be completed."""
    number = plan.at_stage
    if number == ALL_STAGES_COMPLETE:
        text = f"“{plan.title}” is complete in all five stages"
        yield DeskItem(
            Kind.CLOSE, text, "Close the plan, so that it stays as it is.", _plan_url(plan, slug), plan.plan_id
        )
        return
    if number >= FIRST_STAGE_WITH_STUDENTS and plan.starts_on and plan.starts_on > on:
        return
    stage = BY_NUMBER[number]
    asked = [prompt for prompt in stage.prompts if prompt.is_short and prompt.key not in plan.answered]
    mine = [prompt for prompt in asked if prompt.who in MINE[plan.kind]]
    url = _stage_url(plan, slug, number)
    if mine:
        questions = f"{len(mine)} question{'s' if len(mine) > 1 else ''} open"
        yield DeskItem(Kind.STAGE, f"{plan.title}: {stage.name}", f"Stage {number}, {questions}", url, plan.plan_id)
    elif not asked:
        detail = f"Stage {number} is answered. Look it over and mark it as complete."
        yield DeskItem(Kind.READY, f"{plan.title}: {stage.name}", detail, url, plan.plan_id)


def _of_duty(duty, slug, on):
    detail = f"{duty.title} · {_due(duty.due_on, on)}{' · all of you' if duty.is_shared else ''}"
    kind = Kind.OVERDUE if duty.due_on and duty.due_on < on else Kind.DUTY
    return DeskItem(kind, duty.what, detail, _stage_url(duty, slug, 2), duty.plan_id, duty.due_on)


def _due(due_on, on):
    if due_on is None:
        return "no day set"
    if due_on == on:
        return "due today"
    return f"{'was due' if due_on < on else 'due'} on {date_format(due_on, 'l j F')}"


def _in(plan, words):
    return f"{plan.title} · {words}"


def _has(people):
    return "has" if len(people) == 1 else "have"


def _plan_url(plan, slug):
    return address("plan", school_slug=slug, plan_id=plan.plan_id)


def _stage_url(plan, slug, number):
    if not number:
        return _plan_url(plan, slug)
    return address("stage", school_slug=slug, plan_id=plan.plan_id, number=number)
