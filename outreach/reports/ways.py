"""All there is of the ways to part a number, so that a map has a place for what was not reached too."""


def ways(scope, *, departments, year_levels, terms, today):
    """What a map of a Scope has places for: “Department”, “Year level”, “Term” → {key: name}.

    `departments` and `year_levels`: key → name; `terms`: all Periods of terms of the school. A term is known by its
    place in the period, as its figures know it; one that has not begun has no gaps yet.
    """
    in_period = [
        term for term in terms if term.starts_on <= scope.period.ends_on and term.ends_on >= scope.period.starts_on
    ]
    return {
        "Department": {
            str(key): name for key, name in departments.items() if scope.departments is None or key in scope.departments
        },
        "Year level": {str(key): name for key, name in year_levels.items() if scope.year_level in (None, key)},
        "Term": {str(place): term.name for place, term in enumerate(in_period, start=1) if term.starts_on <= today},
    }
