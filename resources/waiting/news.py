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
    if not terms:
        return on - IS_NEWS_FOR * A_DAY
    earliest = on - (IS_NEWS_FOR + LONGEST_BREAK) * A_DAY
    left = IS_NEWS_FOR
    stretches = sorted((part for term in terms for part in _with_school(term) if part[0] <= on), reverse=True)
    for first, last in stretches:
        last = min(last, on)
        days = (last - first).days + 1
        if days > left:
            return max(last - left * A_DAY, earliest)
        left -= days
    return earliest


def _with_school(term):
    """The term as its first and its last day; where it has a half-term break, the same for the parts around that."""
    if not term.half_term_starts_on:
        return [(term.starts_on, term.ends_on)]
    return [
        (term.starts_on, term.half_term_starts_on - A_DAY),
        (term.half_term_ends_on + A_DAY, term.ends_on),
    ]
