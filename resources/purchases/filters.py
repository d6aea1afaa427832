"""What somebody asks the list of suggestions for: read from the address, forgiving, and applied to a queryset."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import F

from collab import asked
from resources.purchases.late import LATE_AFTER, late_on
from resources.purchases.states import STANDING, State

NO_DEPARTMENT = 0
STANDS = "standing"  # Stands for the states of what is neither declined nor there.
LATE = "late"
STATES = (
    (STANDS, "Not there yet"),
    *State.choices,
    (LATE, f"Ordered over {LATE_AFTER.days} days ago"),
)


class Sort(StrEnum):
    """The orders that are offered."""

    NEW = "new"
    TITLE = "title"
    PRICE = "price"


ORDERS = {
    Sort.NEW: ("-created_at", "-pk"),
    Sort.TITLE: ("title", "pk"),
    Sort.PRICE: (F("price").desc(nulls_last=True), "-pk"),
}


@dataclass(frozen=True)
class Asked:
    """The filters, the order and the page of one request; whatever makes no sense is left out."""

    q: str = ""
    state: str = ""
    department: int | None = None
    term: int | None = None
    sort: Sort = Sort.NEW
    page: int = 1

    @classmethod
    def read(cls, query):
        """From the parameters of an address (a QueryDict)."""
        state = query.get("state")
        return cls(
            q=asked.words(query.get("q")),
            state=state if state in dict(STATES) else "",
            department=asked.key(query.get("department")),
            term=asked.key(query.get("term")),
            sort=asked.one_of(Sort, query.get("sort"), Sort.NEW),
            page=asked.page(query.get("page")),
        )

    @cached_property
    def filters(self):
        """The filters that are set: name → value, as they stand in an address."""
        values = {"q": self.q, "state": self.state, "department": self.department, "term": self.term}
        return {name: value for name, value in values.items() if value not in ("", None)}

    def address(self, **changes):
        """The query string of this list with some parameters changed; the page is left out. Starts with “?”."""
        wanted = {**self.filters, "sort": self.sort, **changes}
        return f"?{urlencode({name: value for name, value in wanted.items() if (name, value) != ('sort', Sort.NEW)})}"

    def narrow(self, purchases, *, school, today):
        """The suggestions of a queryset that fit the filters on a day, in the order asked for."""
        if self.state == LATE:
            purchases = late_on(purchases, school=school, today=today)
        elif self.state:
            purchases = purchases.filter(state__in=STANDING if self.state == STANDS else (self.state,))
        if self.department == NO_DEPARTMENT:
            purchases = purchases.filter(department__isnull=True)
        elif self.department is not None:
            purchases = purchases.filter(department=self.department)
        if self.term is not None:
            purchases = purchases.filter(request__term=self.term)
        if self.q:
            purchases = purchases.found_by(self.q)
        return purchases.order_by(*ORDERS[self.sort])
