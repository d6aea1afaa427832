"""What somebody asks the term board for: read from the address, forgiving, and applied to a queryset."""

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from collab import asked
from resources.models import Help, TopicRequest


class GroupBy(StrEnum):
    """What the topics of the term stand together by."""

    DEPARTMENT = "department"
    WEEK = "week"


class Sort(StrEnum):
    """The orders within a group."""

    WEEK = "week"
    TOPIC = "topic"
    TEACHER = "teacher"
    STATE = "state"


BESIDE_FILTERS = ("term", "by", "sort", "whole", "page")
USUAL = {"by": GroupBy.DEPARTMENT, "sort": Sort.WEEK}


@dataclass(frozen=True)
class Asked:
    """The term, the filters, the order, the grouping and the page of one request; what makes no sense is left out.

    `whole`: all of it on one page, as it is wanted on paper.
    """

    term: int | None = None
    q: str = ""
    department: int | None = None
    teacher: int | None = None
    state: str = ""
    help: str = ""
    nothing: bool = False
    by: GroupBy = GroupBy.DEPARTMENT
    sort: Sort = Sort.WEEK
    whole: bool = False
    page: int = 1

    @classmethod
    def read(cls, query):
        """From the parameters of an address (a QueryDict)."""
        return cls(
            term=asked.key(query.get("term")),
            q=asked.words(query.get("q")),
            department=asked.key(query.get("department")),
            teacher=asked.key(query.get("teacher")),
            state=asked.one_of(TopicRequest.State, query.get("state"), ""),
            help=asked.one_of(Help, query.get("help"), ""),
            nothing=bool(query.get("nothing")),
            by=asked.one_of(GroupBy, query.get("by"), GroupBy.DEPARTMENT),
            sort=asked.one_of(Sort, query.get("sort"), Sort.WEEK),
            whole=bool(query.get("whole")),
            page=1 if query.get("whole") else asked.page(query.get("page")),
        )

    @cached_property
    def said(self):
        """All that the address of this board says, but for the page: name → value."""
        whole = 1 if self.whole else None
        wanted = {"term": self.term, **self.filters, "whole": whole, "by": self.by, "sort": self.sort}
        return {name: value for name, value in wanted.items() if value not in (None, USUAL.get(name))}

    @cached_property
    def filters(self):
        """The filters that are set, beside the term: name → value, as they stand in an address."""
        names = [field.name for field in fields(self) if field.name not in BESIDE_FILTERS]
        values = {name: getattr(self, name) for name in names}
        return {name: 1 if value is True else value for name, value in values.items() if value not in (None, "", False)}

    def address(self, **changes):
        """The query string of this board with some parameters changed; the page is left out. Starts with “?”."""
        wanted = self.said | changes
        return f"?{urlencode({name: value for name, value in wanted.items() if value not in (None, USUAL.get(name))})}"

    def narrow(self, requests):
        """The requests of a queryset that fit the filters; whether nothing is behind them is known only later on.

        Declined and withdrawn ones are on the board where their state is asked for, and there alone.
        """
        requests = requests.filter(state=self.state) if self.state else requests.standing()
        direct = {"department": self.department, "teacher": self.teacher}
        requests = requests.filter(**{name: value for name, value in direct.items() if value is not None})
        if self.help:
            requests = requests.filter(help_wanted__contains=[self.help])
        return requests.found_by(self.q) if self.q else requests
