"""Which term a teacher is asked about, and which one was the same a year ago."""

from datetime import timedelta

from collab.models import Term

AHEAD = timedelta(weeks=5)
OFFERED = 6
A_YEAR = timedelta(weeks=52)
SAME_SEASON = timedelta(weeks=10)


def terms_to_ask_for(member, today):
    """The term at hand and those to come, soonest first."""
    return list(Term.objects.visible_to(member).from_day(today)[:OFFERED])


def term_to_ask_for(terms, today):
    """The term that people think of first: the coming one, from five weeks of school before it begins; None for none.

    Holidays do not count: nobody is asked in them. `terms` have not ended, soonest first.
    """
    if len(terms) > 1 and _nears_its_end(terms[0], today):
        return terms[1]
    return terms[0] if terms else None


def next_is_missing(terms, today):
    """Whether people would be asked about a term that nobody has entered. `terms` have not ended, soonest first."""
    return len(terms) == 1 and _nears_its_end(terms[0], today)


def _nears_its_end(term, today):
    return term.starts_on <= today and today > term.ends_on - AHEAD


def a_year_before(term):
    """The term of the same name in the school year before, else the one nearest to a year earlier; None for none."""
    earlier = Term.objects.filter(school_id=term.school_id, starts_on__lt=term.starts_on)
    around = list(earlier.filter(starts_on__gt=term.starts_on - A_YEAR * 1.5).order_by("-starts_on"))
    same = [one for one in around if one.name.casefold() == term.name.casefold() and one.year != term.year]
    if same:
        return same[0]
    near = [(abs(term.starts_on - A_YEAR - one.starts_on), one) for one in around]
    distance, nearest = min(near, key=lambda found: found[0], default=(None, None))
    return nearest if nearest and distance <= SAME_SEASON else None
