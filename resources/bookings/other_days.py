"""Other days for a loan whose box is taken: free, school days as far as those wanted are, and near them."""

from datetime import timedelta

from resources.bookings.days import Span, kept, school_days, taken

MOST = 3
A_MONTH = 28  # days by which an offer lies away at most, besides the length of the loan


def other_days(*, box, wanted, today, terms):
    """Free Spans of the same length as the one wanted, from tomorrow on, in order: the nearest, none meeting another.

    They begin and end in school, and hold as much of it as the one wanted; where that holds none, in the holidays.
    """
    school = days_of_school(terms)
    wanted = _in_school(wanted, school)
    held = taken(box)
    offers = []
    for span in _nearest_first(wanted):
        if len(offers) == MOST:
            break
        if (
            span.first > today
            and not any(span.meets(one) for one in offers)
            and not any(kept(box, span).meets(one) for one in held)
            and _holds_as_much_school(span, wanted, school)
        ):
            offers.append(span)
    return sorted(offers, key=lambda span: span.first)


def free_from(*, box, day, school):
    """The first day from this one on on which a box could go out; one of the days of `school`, as long as there are."""
    held, ends_on = taken(box), max(school, default=day)
    while (day < ends_on and day not in school) or any(kept(box, Span(day, day)).meets(one) for one in held):
        day += timedelta(days=1)
    return day


def days_of_school(terms):
    """Every weekday in a week of one of the terms."""
    return frozenset(day for term in terms for _, *ends in term.weeks() for day in school_days(*ends).days())


def _in_school(wanted, school):
    """The days wanted without those before and after their school, if there is any."""
    within = [day for day in wanted.days() if day in school]
    return Span(within[0], within[-1]) if within else wanted


def _nearest_first(wanted):
    """The same length of days, moved by one day, by two, and so on; later before earlier."""
    for step in range(1, (wanted.last - wanted.first).days + A_MONTH + 1):
        yield wanted.moved(step)
        yield wanted.moved(-step)


def _holds_as_much_school(span, wanted, school):
    needed = len(school.intersection(wanted.days()))
    if not needed:
        return True
    return {span.first, span.last} <= school and len(school.intersection(span.days())) >= needed
