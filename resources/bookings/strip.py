"""The term strip as data: all boxes against the weeks of a term, and what each week holds of each box.

Every day from the term's first one on lies in one week of the strip: those of a half-term break in the week before it,
those of the holidays after the term in its last one. So no loan is left out.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from resources.bookings.days import SATURDAY, Span, kept
from resources.bookings.moves import State
from resources.models import BoxBooking, ResourceBox

WEEKS_AT_ONCE = 13
FURTHEST_KEPT = timedelta(days=60)  # A box is got ready, and put in order, within two months.
BOXES_AT_ONCE = 40


@dataclass(frozen=True)
class Week:
    """A column: a school week of the term, and until which day what happens is counted to it."""

    number: int
    first: date
    last: date
    until: date
    is_after_break: bool = False

    @property
    def span(self):
        return Span(self.first, self.until)


@dataclass(frozen=True)
class Loan:
    """A loan as it lies on the strip: until it came back, or until today where it should have been back."""

    pk: int
    box: int
    borrower: str
    state: str
    starts_on: date
    ends_on: date
    lies: Span
    keeps: Span | None
    is_overdue: bool


@dataclass(frozen=True)
class Cell:
    """One or more weeks of a box: the loans in them, or the days that are free, or neither."""

    week: Week
    weeks: int = 1
    loans: tuple = ()
    free: Span | None = None


def weeks_of(term, next_term=None):
    """The columns of a term: its school weeks, each with the break or the holidays after it."""
    school_weeks = term.weeks()
    end = (next_term.starts_on - timedelta(days=1)) if next_term else term.ends_on
    found = []
    for place, (number, first, last) in enumerate(school_weeks):
        is_last = place == len(school_weeks) - 1
        until = max(end, last) if is_last else school_weeks[place + 1][1] - timedelta(days=1)
        after_break = bool(found) and (found[-1].until - found[-1].last).days > 0
        found.append(Week(number, first, last, until, after_break))
    return found


def parts_of(weeks):
    """The columns in parts that fit on a page: one part for most terms, two for a semester."""
    count = -(-len(weeks) // WEEKS_AT_ONCE) or 1
    size = -(-len(weeks) // count)
    return [weeks[start : start + size] for start in range(0, len(weeks), size)] or [[]]


def boxes_on_strip(*, member, words, kind, start):
    """The boxes in use, as far as they fit on a page, and one more: list of ResourceBox."""
    return list(_boxes(member, words, kind)[start : start + BOXES_AT_ONCE + 1])


def number_of_boxes(*, member, words, kind, most):
    """How many boxes there are for the strip, counted up to a number."""
    return _boxes(member, words, kind).order_by()[:most].count()


def _boxes(member, words, kind):
    boxes = ResourceBox.objects.visible_to(member).in_use().order_by("name", "pk")
    boxes = boxes.filter(kind=kind) if kind else boxes
    return boxes.found_by(words) if words else boxes


def loans_of(*, boxes, weeks, today, school):
    """The loans that lie on these weeks, or keep a box from being lent in them: box → list of `Loan`. One query."""
    found = {box.pk: [] for box in boxes}
    if not weeks:
        return found
    since, until = weeks[0].first - FURTHEST_KEPT, weeks[-1].until + FURTHEST_KEPT
    bookings = BoxBooking.objects.filter(box__in=list(found), kept_from__lte=until).exclude(state=State.CANCELLED)
    bookings = bookings.filter(kept_until__gte=since) | bookings.filter(state=State.OUT)
    fields = ("pk", "box", "borrower__name", "state", "starts_on", "ends_on", "kept_from", "kept_until", "returned_at")
    for row in bookings.order_by("starts_on").values_list(*fields):
        loan = _loan(*row, today=today, school=school)
        found[loan.box].append(loan)
    return found


def _loan(pk, box, borrower, state, starts_on, ends_on, kept_from, kept_until, returned_at, *, today, school):
    last, is_overdue = ends_on, state == State.OUT and ends_on < today
    if is_overdue:
        last = today
    elif returned_at:
        last = max(starts_on, min(ends_on, school.day_of(returned_at)))
    keeps = Span(kept_from, max(kept_until, last)) if state in BoxBooking.HOLDING else None
    return Loan(pk, box, borrower, state, starts_on, ends_on, Span(starts_on, last), keeps, is_overdue)


def cells_of(box, weeks, loans, today):
    """What the weeks hold of one box: list of `Cell`. Weeks with the very same loans are one."""
    cells = []
    for week in weeks:
        here = tuple(loan for loan in loans if loan.lies.meets(week.span))
        if here and cells and cells[-1].loans == here:
            cells[-1] = Cell(cells[-1].week, cells[-1].weeks + 1, here)
        elif here:
            cells.append(Cell(week, loans=here))
        else:
            cells.append(Cell(week, free=free_days(box, week, loans, today)))
    return cells


def free_days(box, week, loans, today):
    """The longest run of school days of a week, from today on, on which a box can be lent: a Span, or None."""
    held = [loan.keeps for loan in loans if loan.keeps]
    days = [week.first + timedelta(days=step) for step in range((week.last - week.first).days + 1)]
    days = [day for day in days if day >= today and day.weekday() < SATURDAY]
    runs = (Span(first, last) for place, first in enumerate(days) for last in days[place:])
    free = [run for run in runs if not any(kept(box, run).meets(one) for one in held)]
    return max(free, key=lambda run: (run.last - run.first, -run.first.toordinal()), default=None)
