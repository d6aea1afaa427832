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
    if len(terms) > 1 and terms[0].starts_on <= today and today > terms[0].ends_on - AHEAD:
        return terms[1]
    return terms[0] if terms else None


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
