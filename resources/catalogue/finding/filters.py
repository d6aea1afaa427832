"""What somebody asks the catalogue for: read from the address, forgiving."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from django.utils.dateparse import parse_date

from collab import asked
from collab.models import Role
from resources.catalogue.finding.typed import subject_query
from resources.models import Resource

OLDEST_READER = 99


class Sort(StrEnum):
    """The orders that are offered; the best first only where words were typed."""

    BEST = "best"
    NEWNESS = "newness"
    TITLE = "title"


@dataclass(frozen=True)
class Asked:
    """The words, the filters, the order and the page of one request; whatever makes no sense is left out.

    `exactly`: the words are meant as they were typed, however few titles they find.
    """

    q: str = ""
    kind: str = ""
    age_from: int | None = None
    age_to: int | None = None
    subject: str = ""
    location: str = ""
    since: date | None = None
    withdrawn: bool = False
    exactly: bool = False
    sort: Sort = Sort.NEWNESS
    page: int = 1

    @classmethod
    def read(cls, query, *, member):
        """From the parameters of an address (a QueryDict); only librarians may ask for what was withdrawn."""
        q = asked.words(query.get("q"))
        sort = asked.one_of(Sort, query.get("sort"), Sort.BEST if q else Sort.NEWNESS)
        return cls(
            q=q,
            kind=asked.one_of(Resource.Kind, query.get("kind"), ""),
            age_from=asked.number(query.get("age_from"), 0, OLDEST_READER),
            age_to=asked.number(query.get("age_to"), 0, OLDEST_READER),
            subject=asked.words(query.get("subject")),
            location=asked.words(query.get("location")),
            since=_day(query.get("since")),
            withdrawn=bool(query.get("withdrawn")) and member.has_role(Role.LIBRARIAN),
            exactly=bool(q and query.get("exactly")),
            sort=sort if q or sort != Sort.BEST else Sort.NEWNESS,
            page=asked.page(query.get("page")),
        )

    @property
    def usual_sort(self):
        return Sort.BEST if self.q else Sort.NEWNESS

    @cached_property
    def filters(self):
        """The filters that are set: name → value, as they stand in an address."""
        names = [field.name for field in fields(self) if field.name not in ("sort", "page")]
        values = {name: getattr(self, name) for name in names}
        is_set = {name: value for name, value in values.items() if value not in ("", None) and value is not False}
        return {name: 1 if value is True else value for name, value in is_set.items()}

    def address(self, **changes):
        """The query string of this list with some parameters changed; the page is left out. Starts with “?”."""
        wanted = {**self.filters, "sort": None if self.sort == self.usual_sort else self.sort, **changes}
        return f"?{urlencode({name: value for name, value in wanted.items() if value not in (None, '')})}"

    @property
    def subject_query(self):
        return subject_query(self.subject)


def _day(text):
    try:
        return parse_date(text or "")
    except ValueError:
        return None
