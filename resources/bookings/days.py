"""The days of a loan: those on which its box is kept, those that a topic asks for, and others that are free.

Days before and after a loan are calendar days, weekends and holidays among them: see decision 16.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from resources.models import BoxBooking

SATURDAY = 5  # as `date.weekday` counts
LONGEST_LOAN = 366  # days, for a classroom library that stays for a year


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


def is_overdue(booking, today):
    """Whether a box is out although its last day has passed; it is worked out, and never stored."""
    return booking.state == BoxBooking.State.OUT and booking.ends_on < today


def late_loan_of(box, today):
    """The loan that keeps a box although its last day has passed, with its borrower; None for none."""
    late = box.bookings.filter(state=BoxBooking.State.OUT, ends_on__lt=today)
    return late.select_related("borrower").first()
