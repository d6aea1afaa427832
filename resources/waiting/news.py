"""For how long something is news: for fourteen days, of which those without school do not count."""

from datetime import timedelta

A_DAY = timedelta(days=1)
IS_NEWS_FOR = 14  # days
LONGEST_BREAK = 120  # days; whoever has not entered the next term yet does not read the news of years


def since(*, on, terms):
    """The first day of which what happened is still news on a day. `terms`: the School's Terms around it.

    In holidays and in a half-term break nobody is told, and few look; so nothing ages in them. In a school without
    terms all days count.
    """
    day, left = on, IS_NEWS_FOR
    if not terms:
        return day - left * A_DAY
    end = day - (left + LONGEST_BREAK) * A_DAY
    while day > end:
        counts = any(term.week_of(day) for term in terms)
        if counts and not left:
            break
        left -= counts
        day -= A_DAY
    return day
