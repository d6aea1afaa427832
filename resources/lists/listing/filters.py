"""What somebody asks of the page of lists: read from the address, forgiving, and applied to a queryset."""

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from collab import asked
from resources.lists.links.queries import with_dead_link


class Sort(StrEnum):
    """The orders that are offered; each has its index."""

    CHANGE = "change"
    TITLE = "title"


ORDERS = {Sort.CHANGE: ("-changed_at", "-pk"), Sort.TITLE: ("title", "pk")}


@dataclass(frozen=True)
class Asked:
    """The filters, the order and the page of one request; whatever makes no sense is left out."""

    q: str = ""
    mine: bool = False
    dead: bool = False
    public: bool = False
    sort: Sort = Sort.CHANGE
    page: int = 1

    @classmethod
    def read(cls, query):
        """From the parameters of an address (a QueryDict)."""
        return cls(
            q=asked.words(query.get("q")),
            mine=bool(query.get("mine")),
            dead=bool(query.get("dead")),
            public=bool(query.get("public")),
            sort=asked.one_of(Sort, query.get("sort"), Sort.CHANGE),
            page=asked.page(query.get("page")),
        )

    @cached_property
    def filters(self):
        """The filters that are set: name → value, as they stand in an address."""
        names = [field.name for field in fields(self) if field.name not in ("sort", "page")]
        set_ones = {name: getattr(self, name) for name in names if getattr(self, name)}
        return {name: 1 if value is True else value for name, value in set_ones.items()}

    def address(self, **changes):
        """The query string of this list with some parameters changed; the page is left out. Starts with “?”."""
        wanted = {**self.filters, "sort": self.sort, **changes}
        named = {name: value for name, value in wanted.items() if value and (name, value) != ("sort", Sort.CHANGE)}
        return f"?{urlencode(named)}"

    def narrow(self, lists, member):
        """The lists of a queryset that fit the filters, in the order asked for."""
        if self.mine:
            lists = lists.curated_by(member)
        if self.dead:
            lists = lists.filter(Exists(with_dead_link(member.school_id).filter(list=OuterRef("pk"))))
        if self.public:
            lists = lists.exclude(token="")
        if self.q:
            lists = lists.found_by(self.q)
        return lists.order_by(*ORDERS[self.sort])
