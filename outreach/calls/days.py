"""Days and moments by a school's calendar and its clock."""

from datetime import datetime, time, timedelta

A_DAY = timedelta(days=1)


def school_day_until(day, term):
    """The last school day of a term up to a day; the first one where the term has none by then."""
    days = [term.starts_on + A_DAY * number for number in range((term.ends_on - term.starts_on).days + 1)]
    days = [one for one in days if term.is_school_day(one)] or [term.starts_on]
    return max((one for one in days if one <= day), default=days[0])


def at(day, clock, school):
    """The moment at which the clock of a school says so on a day."""
    return datetime.combine(day, clock, tzinfo=school.zone)


def start_of(day, school):
    """The moment at which a day begins in a school."""
    return at(day, time.min, school)
