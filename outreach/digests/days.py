"""When a school's digest goes out: on its weekday and hour, on school days alone, all by the school's own clock."""

from datetime import datetime, time, timedelta

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


def next_monday(rules, terms, now):
    """The Monday of the next week whose digest is still to go out, whether it is prepared or not.

    None where no term is known that has one.
    """
    first = monday_of(rules.school.day_of(now))
    for number in range(WEEKS_AHEAD):
        monday = first + A_WEEK * number
        if moment_of(monday, rules) > now and is_school_day(monday + A_DAY * rules.weekday, terms):
            return monday
    return None


def term_began(terms, school, now):
    """The moment at which the running one of these terms began; None in the holidays."""
    today = school.day_of(now)
    running = next((term for term in terms if term.starts_on <= today <= term.ends_on), None)
    return running and datetime.combine(running.starts_on, time.min, tzinfo=school.zone)
