"""The days of notices: on which they are gathered, at what time, and how long one is of use."""

from datetime import time, timedelta

from collab.models.school import SATURDAY
from outreach.calls.days import at
from outreach.outbox.rules import rules_of

GATHERED_AT = time(7)  # By the school's clock.
A_DAY = timedelta(days=1)


def is_school_day(day, *, terms):
    """Whether one of a school's terms has school on a day; every weekday counts where it has entered none yet."""
    if not terms:
        return day.weekday() < SATURDAY
    return any(term.is_school_day(day) for term in terms)


def of_use_until(school, *, on):
    """The moment until which a notice of a day is of use: the end of that day, so that no two can come on one.

    Where a school's mail goes out at night alone, a notice has the night after, up to the next gathering.
    """
    rules = rules_of(school)
    is_sent_at_night = rules.quiet_until < rules.quiet_from <= GATHERED_AT
    return at(on + A_DAY, GATHERED_AT if is_sent_at_night else time.min, school)
