"""What lies around each page of reports: the bar of filters, whose figures these are, and the periods by name."""

from collab.choices import Choice, options
from outreach.reports.words import name_of

LABELS = {"department": "Department", "year_level": "Year level", "subject": "Subject", "librarian": "Librarian"}


def around(asked):
    """What each page of reports has: the bar of filters, the periods by name, what is kept in addresses."""
    now, before, year_ago = asked.scope.periods
    return {
        "asked": asked,
        "bar": bar(asked.offers, asked.scope.period, asked.filters),
        "kept": asked.address(),
        "period": name_of(now),
        "before": name_of(before),
        "year_ago": "" if year_ago == before else name_of(year_ago),
        "whose": whose(asked),
    }


def bar(offers, period, chosen, typed=None):
    """The filters as the page offers them. `typed`: what stood in the address where it made no sense."""
    typed = typed or {}
    named = offers.named if period.key in offers.named else {period.key: period} | offers.named
    periods = [(key, name_of(each)) for key, each in named.items()]
    choices = [
        Choice(name, LABELS[name], options(found.items(), chosen.get(name)))
        for name, found in offers.filters.items()
        if found
    ]
    return {
        "periods": options(periods, period.key),
        "choices": choices,
        "filters": [name for name in chosen if name != "period"],
        "from": typed.get("from", period.starts_on.isoformat()),
        "to": typed.get("to", period.ends_on.isoformat()),
        "kept": [(name, value) for name, value in chosen.items() if name != "period"],
        "is_open": bool(typed.get("from") or typed.get("to")),
    }


def whose(asked):
    """Whose figures these are: “Hill School”, “Humanities”, “Your own”."""
    if asked.scope.teacher is not None:
        return "your own work with the library"
    if asked.scope.departments is None:
        return asked.scope.school.name
    names = asked.offers.filters["department"]
    return ", ".join(names[key] for key in asked.scope.departments)
