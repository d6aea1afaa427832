"""What somebody asks of reports: a period and filters, read from an address. What makes no sense is refused.

A filter that was left out unseen would make a number wrong that goes to a board; so unlike in lists, each mistake in
an address gets its sentence.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from collab import asked
from collab.errors import Refused
from outreach.reports.offers import Offers
from outreach.reports.periods import days
from outreach.reports.scopes import Scope, Three

FIRST_YEAR, LAST_YEAR = 1950, 2150
THINGS = {"department": "department", "year_level": "year level", "subject": "subject", "librarian": "librarian"}
DAYS = "days-"


@dataclass(frozen=True)
class Asked:
    """A Scope, and how it is written in an address: `filters`, name → value."""

    scope: Scope
    offers: Offers
    filters: dict[str, object]

    @property
    def kept(self):
        """The query string, for links to the same scope; empty where nothing was chosen."""
        return urlencode(self.filters)

    def address(self, **more):
        """The query string with more in it; starts with “?”, or is empty."""
        query = urlencode(self.filters | {name: value for name, value in more.items() if value is not None})
        return f"?{query}" if query else ""


def read(query, offers):
    """What the parameters of an address (a QueryDict) ask for. Raises Refused with a sentence."""
    period = _period(query, offers)
    chosen = {name: _choice(query, name, choices) for name, choices in offers.filters.items()}
    chosen = {name: key for name, key in chosen.items() if key is not None}
    is_usual = period == offers.periods.usual(offers.today)
    scope = Scope(
        school=offers.school,
        periods=Three(period, offers.periods.before(period), offers.periods.year_ago(period)),
        departments=(chosen["department"],) if "department" in chosen else offers.sight.departments,
        year_level=chosen.get("year_level"),
        subject=chosen.get("subject"),
        librarian=chosen.get("librarian"),
        teacher=offers.sight.teacher,
    )
    return Asked(scope, offers, ({} if is_usual else {"period": period.key}) | chosen)


def _period(query, offers):
    """Dates that were typed, else the period that was chosen, else the usual one."""
    first, last = (query.get(name, "").strip() for name in ("from", "to"))
    if first or last:
        return _days(first, last)
    key = query.get("period", "")
    if key.startswith(DAYS):
        first, _, last = key.removeprefix(DAYS).partition("-")
        return _days(first, last)
    if key and key not in offers.named:
        raise Refused("There is no such period in this school. Choose one from the list.", field="period")
    return offers.named[key] if key else offers.periods.usual(offers.today)


def _days(first, last):
    if not first or not last:
        raise Refused("Give both days, the first and the last.", field="from" if last else "to")
    starts_on, ends_on = _day(first, "from"), _day(last, "to")
    if starts_on > ends_on:
        raise Refused("The first day comes after the last. Swap them.", field="from")
    return days(starts_on, ends_on)


def _day(text, field):
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text[:20]}” is no day of the calendar. Write it like 2026-02-28.", field=field) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(f"Choose days between {FIRST_YEAR} and {LAST_YEAR}.", field=field)
    return day


def _choice(query, name, choices):
    """The key that was chosen of a filter, or None."""
    text = query.get(name, "").strip()
    if not text:
        return None
    key = asked.key(text)
    if key not in choices:
        raise Refused(f"There is no such {THINGS[name]} here. Choose one from the list.", field=name)
    return key
