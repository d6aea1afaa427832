"""What waits for the librarians at the shelf, and what somebody has borrowed: the lists beside the term strip."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q

from resources.bookings.endings import with_endings
from resources.bookings.moves import State
from resources.bookings.words import day_in_words, days_in_words, state_of
from resources.models import BoxBooking

SHOWN = 6  # of each group, before one opens the rest
MOST = 200
A_WHILE = timedelta(days=14)  # for which a borrower still sees that a loan was cancelled


@dataclass(frozen=True)
class Line:
    """One loan in a list: its words, and what is the thing to do with it."""

    booking: object
    about: str
    does: str
    is_late: bool = False


@dataclass(frozen=True)
class Group:
    """Loans that wait for the same thing."""

    title: str
    icon: str
    lines: list

    @property
    def first(self):
        return self.lines[:SHOWN]

    @property
    def rest(self):
        return self.lines[SHOWN:]


class Own(NamedTuple):
    """A loan of the member's own: when, where it stands, and why it does not happen, if somebody said so."""

    booking: object
    when: str
    words: str
    tone: str
    icon: str
    why_not: str


def waiting(*, member, today, terms):
    """What waits for the librarians: list of `Group`, none empty. One query."""
    sunday = today + timedelta(days=6 - today.weekday())
    bookings = BoxBooking.objects.visible_to(member).filter(
        Q(state=State.REQUESTED)
        | Q(state=State.CONFIRMED, starts_on__lte=sunday)
        | Q(state=State.OUT, ends_on__lte=sunday)
    )
    groups = {key: [] for key in GROUPS}
    for one in bookings.select_related("box", "borrower", "school").order_by("ends_on", "pk")[:MOST]:
        key, line = _line(one, today, terms)
        groups[key].append(line)
    return [Group(*GROUPS[key], lines) for key, lines in groups.items() if lines]


GROUPS = {
    "overdue": ("Overdue", "exclamation-circle"),
    "hand_out": ("To hand out this week", "box-arrow-right"),
    "requested": ("Asked for", "hourglass-split"),
    "due": ("Due back this week", "box-arrow-in-down"),
}


def _line(booking, today, terms):
    about = f"{booking.borrower.name}, {days_in_words(booking.starts_on, booking.ends_on, terms)}"
    if booking.state == State.REQUESTED:
        return "requested", Line(booking, about, "confirm")
    if booking.state == State.CONFIRMED:
        when = "today" if booking.starts_on == today else day_in_words(booking.starts_on)
        where = f", {booking.place}" if booking.place else ""
        return "hand_out", Line(booking, f"{booking.borrower.name}, from {when}{where}", "hand_out")
    if booking.ends_on < today:
        words = f"{booking.borrower.name}, {state_of(booking, today)[0]}"
        return "overdue", Line(booking, words, "take_back", is_late=True)
    when = "today" if booking.ends_on == today else day_in_words(booking.ends_on)
    return "due", Line(booking, f"{booking.borrower.name}, until {when}", "take_back")


def own_loans(*, member, today, now, terms):
    """What a member has borrowed or asked for, and what they do not get after all: list of `Own`."""
    lately = Q(state=State.CANCELLED, changed_at__gte=now - A_WHILE, ends_on__gte=today)
    bookings = BoxBooking.objects.visible_to(member).filter(borrower=member)
    bookings = bookings.filter(Q(state__in=BoxBooking.HOLDING) | lately).select_related("box", "school")
    bookings = with_endings(bookings).order_by("starts_on", "pk")[:MOST]
    return [
        Own(
            one,
            days_in_words(one.starts_on, one.ends_on, terms),
            *state_of(one, today, is_declined=bool(one.is_declined)),
            one.why_not or "",
        )
        for one in bookings
    ]
