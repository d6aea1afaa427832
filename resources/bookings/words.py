"""Loans in the words of their pages: days with the term and week, whose they are, where they stand."""

from collab.when import dates, weeks
from resources.bookings.days import is_overdue
from resources.models import BoxBooking

State = BoxBooking.State

# What follows the name of the borrower, and what follows “You”.
HAVING = {State.REQUESTED: "has asked for it for", State.CONFIRMED: "has it booked for", State.OUT: "has it for"}
YOU_HAVE = {State.REQUESTED: "have asked for it for", State.CONFIRMED: "have it booked for", State.OUT: "have it for"}

LOOKS = {
    State.REQUESTED: ("waiting", "hourglass-split"),
    State.CONFIRMED: ("accent", "calendar-check"),
    State.OUT: ("accent", "box-arrow-right"),
    State.RETURNED: ("good", "check2-circle"),
    State.CANCELLED: ("plain", "x-circle"),
}


def days_in_words(first, last, terms):
    """“9 – 20 Nov 2026 (Term 4, weeks 5–6)”; in the holidays the dates alone."""
    term = next((term for term in terms if term.starts_on <= first <= term.ends_on), None)
    words = _dates(first, last)
    return f"{words} ({weeks(term, first, last)})" if term else words


def _dates(first, last):
    """As `dates`, with a month that is the same said once."""
    if first != last and (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {dates(last, last)}"
    return dates(first, last)


def day_in_words(day):
    """“Fri 20 Nov”"""
    return f"{day:%a} {day.day} {day:%b}"


def state_of(booking, today, *, is_declined=False):
    """(words, tone, icon) of where a loan stands: what is overdue says so, and what the library said no to."""
    if is_declined:
        return "Declined", "error", "x-circle"
    if is_overdue(booking, today):
        days = (today - booking.ends_on).days
        return f"{days} day{'' if days == 1 else 's'} overdue", "error", "exclamation-circle"
    return State(booking.state).label, *LOOKS[booking.state]
