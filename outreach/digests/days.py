"""When a school's digest goes out: on its weekday and hour, on school days alone, all by the school's own clock."""

from datetime import datetime, timedelta

from outreach.models import DigestRules

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
WEEKS_AHEAD = 30  # The longest holidays are shorter.


def rules_of(school):
    """The DigestRules of a School; where it has none, unsaved ones with the defaults."""
    return getattr(school, "digest_rules", None) or DigestRules(school=school, version=0)


def monday_of(day):
    """The Monday of the week of a day."""
    return day - A_DAY * day.weekday()


def moment_of(monday, rules):
    """When the edition of the week that begins on a Monday goes out."""
    return datetime.combine(monday + A_DAY * rules.weekday, rules.goes_at, tzinfo=rules.school.zone)


def is_school_day(day, terms):
    """Whether a day has school in one of the terms."""
    return any(term.is_school_day(day) for term in terms)


def next_monday(rules, terms, now, *, after=None):
    """The Monday of the next week whose digest is still to go out, whether it is prepared or not.

    `after`: that of the last one that went out, perhaps before its day. None where no term is known that has one.
    """
    first = monday_of(rules.school.day_of(now))
    for number in range(WEEKS_AHEAD):
        monday = first + A_WEEK * number
        is_ahead = moment_of(monday, rules) > now and (after is None or monday > after)
        if is_ahead and is_school_day(monday + A_DAY * rules.weekday, terms):
            return monday
    return None


def first_monday_of_term(monday, terms, rules):
    """The Monday of the first digest of that one of these terms to which the digest of a week belongs, or None."""
    to_its_day = A_DAY * rules.weekday
    term = next((term for term in terms if term.starts_on <= monday + to_its_day <= term.ends_on), None)
    if term is None:
        return None
    first = monday_of(term.starts_on)
    return first if first + to_its_day >= term.starts_on else first + A_WEEK
