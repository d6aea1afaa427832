"""A box that is taken on the days wanted: who has it, when it comes back, and what is free instead."""

from dataclasses import dataclass
from datetime import timedelta

from collab.models import Term
from resources.bookings.days import Span, is_overdue, kept, taken
from resources.bookings.other_days import days_of_school, free_from, other_days
from resources.bookings.permissions import may_extend
from resources.bookings.similar import similar_boxes
from resources.bookings.words import HAVING, YOU_HAVE, day_in_words, days_in_words

FREE_AGAIN = ("Somebody was a moment quicker, and has let it go again. Try once more.",)


@dataclass(frozen=True)
class OwnLoan:
    """A loan of the borrower's own that is in the way; `until` is the day that it could be extended to, or None."""

    booking: object
    until: object

    @property
    def until_in_words(self):
        return day_in_words(self.until)


@dataclass(frozen=True)
class Clash:
    """`sentences` say who has the box; `days` are (words, first, last) that are free instead, `boxes` are `Similar`."""

    sentences: tuple
    days: list
    boxes: list
    own: tuple = ()


def clash_over(*, box, wanted, member, today, borrower=None):
    """The `Clash` of a member who wants a box for a Span of days, for a borrower or themselves."""
    terms = list(Term.objects.visible_to(member))
    free = other_days(box=box, wanted=wanted, today=today, terms=terms)
    held = _in_the_way(box, kept(box, wanted))
    own = [one for one in held if one.borrower_id == (borrower or member).pk]
    return Clash(
        _who_has_it(held, box, wanted, terms, today, member) or FREE_AGAIN,
        [(days_in_words(span.first, span.last, terms), span.first, span.last) for span in free],
        similar_boxes(box=box, free_for=wanted, member=member),
        tuple(_own_loan(one, wanted, member) for one in own),
    )


def clash_over_extending(*, booking, ends_on, member, today):
    """The `Clash` of somebody who wants to keep a box longer than another loan lets them."""
    terms = list(Term.objects.visible_to(member))
    box = booking.box
    further = Span(booking.ends_on + timedelta(days=1), ends_on)
    after = [span for span in taken(box, but=booking) if span.first > booking.ends_on]
    latest = after[0].first - timedelta(days=box.turn_round_days + 1) if after else ends_on
    is_possible = latest > booking.ends_on and latest >= today
    held = [one for one in _in_the_way(box, kept(box, further)) if one != booking]
    return Clash(
        _who_has_it(held, box, further, terms, today, member) or FREE_AGAIN,
        [(f"Until {day_in_words(latest)}", booking.starts_on, latest)] if is_possible else [],
        similar_boxes(box=box, free_for=further, member=member),
    )


def _in_the_way(box, days):
    """The loans that keep a box on some of these days."""
    held = box.bookings.holding().filter(kept_from__lte=days.last, kept_until__gte=days.first)
    return list(held.select_related("borrower", "school").order_by("starts_on"))


def _own_loan(booking, wanted, member):
    is_longer = wanted.last > booking.ends_on and may_extend(member, booking)
    return OwnLoan(booking, wanted.last if is_longer else None)


def _who_has_it(held, box, wanted, terms, today, member):
    """A sentence or two for each loan. In school a box goes out on days of school, as the days that are offered do."""
    school = days_of_school(terms)
    school = school if school.intersection(wanted.days()) else frozenset()
    return tuple(
        f"{_who_has(one, member)} {days_in_words(one.starts_on, one.ends_on, terms)}. "
        f"{_when_it_is_back(one, box, school, today)}"
        for one in held
    )


def _who_has(booking, member):
    if booking.borrower_id == member.pk:
        return f"You {YOU_HAVE[booking.state]}"
    return f"{booking.borrower.name} {HAVING[booking.state]}"


def _when_it_is_back(booking, box, school, today):
    if is_overdue(booking, today):
        return f"It should have come back on {day_in_words(booking.ends_on)}: ask them when they bring it."
    put_in_order = booking.kept_until + timedelta(days=1 + box.lead_days)
    ready = free_from(box=box, day=put_in_order, school=school)
    return f"It comes back on {day_in_words(booking.ends_on)}, and can go out again from {day_in_words(ready)}."
