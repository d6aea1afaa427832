"""Which school years stand on the map: those chosen, or the last one, this one and the next."""

MOST_YEARS = 6


def years_of(terms):
    """The school years of these terms, as they are called, in order of their dates."""
    return list(dict.fromkeys(term.year for term in terms))


def chosen_years(terms, asked, today):
    """The years to show, in order: at most `MOST_YEARS`, beginning with the first one asked for."""
    years = years_of(terms)
    if not years:
        return []
    this = years.index(running(terms, today).year)
    first = years.index(asked.first) if asked.first in years else max(this - 1, 0)
    last = years.index(asked.last) if asked.last in years else max(this + 1, first)
    first, last = sorted((first, last))
    return years[first : min(last + 1, first + MOST_YEARS)]


def running(terms, today):
    """The term that runs, in holidays the next one, and after all of them the last; `terms` in order of their dates."""
    return next((term for term in terms if term.ends_on >= today), terms[-1])
