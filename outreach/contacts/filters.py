"""What somebody asks the list of conversations for: read from the address, forgiving, and applied to a queryset."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q

from collab import asked

NO_DEPARTMENT = 0
MOST_WORDS = 8


@dataclass(frozen=True)
class Asked:
    """The filters and the page of one request; whatever makes no sense is left out.

    `person`: with whom; `by`: who noted it; `since` and `until`: days, both counted.
    """

    q: str = ""
    department: int | None = None
    person: int | None = None
    by: int | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1

    @classmethod
    def read(cls, query):
        """From the parameters of an address (a QueryDict)."""
        return cls(
            q=asked.words(query.get("q")),
            department=asked.key(query.get("department")),
            person=asked.key(query.get("person")),
            by=asked.key(query.get("by")),
            since=_day(query.get("since")),
            until=_day(query.get("until")),
            page=asked.page(query.get("page")),
        )

    @cached_property
    def filters(self):
        """The filters that are set: name → value, as they stand in an address."""
        values = {
            "q": self.q,
            "department": self.department,
            "person": self.person,
            "by": self.by,
            "since": self.since,
            "until": self.until,
        }
        return {name: value for name, value in values.items() if value not in ("", None)}

    def address(self):
        """The query string of this list; the page is left out. Starts with “?”."""
        return f"?{urlencode(self.filters)}"

    def narrow(self, contacts):
        """The conversations of a queryset that fit the filters, the latest first.

        The search looks into one school's lines, a few thousand short ones, and finds parts of words as well.
        """
        if self.department == NO_DEPARTMENT:
            contacts = contacts.filter(department__isnull=True)
        elif self.department is not None:
            contacts = contacts.filter(department=self.department)
        if self.person is not None:
            contacts = contacts.filter(with_member=self.person)
        if self.by is not None:
            contacts = contacts.filter(created_by=self.by)
        if self.since:
            contacts = contacts.filter(on__gte=self.since)
        if self.until:
            contacts = contacts.filter(on__lte=self.until)
        for word in self.q.split()[:MOST_WORDS]:
            is_said = Q(about__icontains=word) | Q(with_name__icontains=word) | Q(with_member__name__icontains=word)
            contacts = contacts.filter(is_said)
        return contacts.order_by("-on", "-pk")


def _day(text):
    """A day as a browser sends it, or None."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
