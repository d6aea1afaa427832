"""The days of a loan: those on which its box is kept, those that a topic asks for, and others that are free.

Days before and after a loan are calendar days, weekends and holidays among them: see decision 16.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from resources.models import BoxBooking

SATURDAY = 5  # as `date.weekday` counts
LONGEST_LOAN = 366  # days, for a classroom library that stays for a year
LOOKED_AT = 200  # days, forward and back, in which other days are sought
A_WEEK = 7  # days by which two offers differ at most, however long the loan is


@dataclass(frozen=True)
class Span:
    """The first and the last day of something; both belong to it."""

    first: date
    last: date

    def meets(self, other):
        return self.first <= other.last and other.first <= self.last

    def days(self):
        return [self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1)]

    def moved(self, days):
        return Span(self.first + timedelta(days=days), self.last + timedelta(days=days))


def kept(box, span):
    """The days on which a loan of these days keeps the box: with those to get it ready, and to put it in order."""
    return Span(span.first - timedelta(days=box.lead_days), span.last + timedelta(days=box.turn_round_days))


def school_days(first, last):
    """A week of school as a Span without its weekend; as it is where it is nothing but a weekend."""
    days = Span(first, last).days()
    days = [day for day in days if day.weekday() < SATURDAY] or days
    return Span(days[0], days[-1])


def days_of(topic_request, *, not_before=date.min):
    """The Span that a topic request asks for with its weeks, without what lies before a day; None for none."""
    wanted = [
        day
        for number, first, last in topic_request.term.weeks()
        if topic_request.first_week and topic_request.first_week <= number <= topic_request.last_week
        for day in school_days(first, last).days()
        if day >= not_before
    ]
    return Span(wanted[0], wanted[-1]) if wanted else None


def taken(box, *, but=None):
    """The Spans on which loans keep a box, in order; `but` leaves one loan out."""
    holding = box.bookings.holding().exclude(pk=but and but.pk).order_by("kept_from")
    return [Span(first, last) for first, last in holding.values_list("kept_from", "kept_until")]


@dataclass(frozen=True)
class Elsewhen:
    """Where other days for a loan may lie: not before a day, and with as much school in them as those wanted.

    `school`: the days of school; `fits` says of a Span whether the box is free.
    """

    wanted: Span
    not_before: date
    fits: Callable[[Span], bool]
    school: frozenset

    def later(self, *, by=1):
        """The next possible Span that begins so many days later or more, or None."""
        return self._first(range(by, LOOKED_AT))

    def earlier(self):
        """The latest possible Span before the one wanted, or None."""
        return self._first(range(-1, -LOOKED_AT, -1))

    def _first(self, steps):
        return next(filter(self._is_possible, map(self.wanted.moved, steps)), None)

    def _is_possible(self, span):
        if span.first < self.not_before or not self.fits(span):
            return False
        ends = ((self.wanted.first, span.first), (self.wanted.last, span.last))
        if any(was in self.school and day not in self.school for was, day in ends):
            return False
        return len(self.school.intersection(span.days())) >= len(self.school.intersection(self.wanted.days()))


def other_days(*, box, wanted, today, terms):
    """Free days of the same length as those wanted, in order: a Span before them, and two after, where there are."""
    held = taken(box)
    school = frozenset(day for term in terms for _, *ends in term.weeks() for day in school_days(*ends).days())
    other = Elsewhen(wanted, today, lambda span: not any(kept(box, span).meets(one) for one in held), school)
    later = other.later()
    apart = min((wanted.last - wanted.first).days + 1, A_WEEK)
    after = other.later(by=(later.first - wanted.first).days + apart) if later else None
    return [span for span in (other.earlier(), later, after) if span]


def is_overdue(booking, today):
    """Whether a box is out although its last day has passed; it is worked out, and never stored."""
    return booking.state == BoxBooking.State.OUT and booking.ends_on < today


def late_loan_of(box, today):
    """The loan that keeps a box although its last day has passed, with its borrower; None for none."""
    late = box.bookings.filter(state=BoxBooking.State.OUT, ends_on__lt=today)
    return late.select_related("borrower").first()
