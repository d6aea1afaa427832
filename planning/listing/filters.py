"""What somebody asks the list of plans for: read from the address, forgiving, and applied to a queryset."""

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef

from collab import asked
from planning.models import Partner, StageState
from planning.models.plan import ALL_STAGES_COMPLETE

NO_TERM = 0


class Openness(StrEnum):
    """Whether closed plans are wanted: both, those still open, or those that are closed."""

    ANY = ""
    OPEN = "open"
    CLOSED = "closed"


class Face(StrEnum):
    """How the plans are shown."""

    TABLE = "table"
    BOARD = "board"


class Sort(StrEnum):
    """The orders that are offered; each has its index."""

    CHANGE = "change"
    TITLE = "title"
    START = "start"


ORDERS = {
    Sort.CHANGE: ("-changed_at", "-pk"),
    Sort.TITLE: ("title", "pk"),
    Sort.START: (F("starts_on").asc(), "pk"),
}


@dataclass(frozen=True)
class Asked:
    """The filters, the order, the face and the page of one request; whatever makes no sense is left out."""

    q: str = ""
    term: int | None = None
    department: int | None = None
    year: int | None = None
    stage: int | None = None
    librarian: int | None = None
    partner: int | None = None
    mine: bool = False
    state: Openness = Openness.ANY
    sort: Sort = Sort.CHANGE
    face: Face = Face.TABLE
    page: int = 1

    @classmethod
    def read(cls, query):
        """From the parameters of an address (a QueryDict)."""
        return cls(
            q=asked.words(query.get("q")),
            term=asked.key(query.get("term")),
            department=asked.key(query.get("department")),
            year=asked.key(query.get("year")),
            stage=asked.number(query.get("stage"), 1, ALL_STAGES_COMPLETE),
            librarian=asked.key(query.get("librarian")),
            partner=asked.key(query.get("partner")),
            mine=bool(query.get("mine")),
            state=asked.one_of(Openness, query.get("state"), Openness.ANY),
            sort=asked.one_of(Sort, query.get("sort"), Sort.CHANGE),
            face=asked.one_of(Face, query.get("as"), Face.TABLE),
            page=asked.page(query.get("page")),
        )

    @cached_property
    def filters(self):
        """The filters that are set: name → value, as they stand in an address."""
        names = [field.name for field in fields(self) if field.name not in ("sort", "face", "page")]
        unset = {name: getattr(Asked, name) for name in names}
        values = {name: getattr(self, name) for name in names}
        return {name: 1 if value is True else value for name, value in values.items() if value != unset[name]}

    def address(self, **changes):
        """The query string of this list with some parameters changed; the page is left out. Starts with “?”."""
        wanted = {**self.filters, "sort": self.sort, "as": self.face, **changes}
        usual = {"sort": Sort.CHANGE, "as": Face.TABLE}
        named = {name: value for name, value in wanted.items() if value not in (None, "", usual.get(name))}
        return f"?{urlencode(named)}"

    def narrow(self, plans, member):
        """The plans of a queryset that fit the filters, in the order asked for."""
        direct = {
            "department": self.department,
            "year_levels": self.year,
            "term": self.term if self.term != NO_TERM else None,
        }
        plans = plans.filter(**{name: value for name, value in direct.items() if value is not None})
        if self.term == NO_TERM:
            plans = plans.filter(term__isnull=True)
        if self.librarian is not None:
            plans = plans.filter(partners__member=self.librarian, partners__kind=Partner.Kind.LIBRARIAN)
        if self.partner is not None:
            plans = plans.filter(partners__member=self.partner)
        if self.mine:
            plans = plans.mine(member)
        if self.state != Openness.ANY:
            plans = plans.filter(closed_at__isnull=self.state == Openness.OPEN)
        if self.stage is not None:
            plans = at_stage(plans, self.stage)
        if self.q:
            plans = plans.found_by(self.q)
        return plans.order_by(*ORDERS[self.sort])


def at_stage(plans, number):
    """Plans whose first stage that is not complete is `number`; 6 stands for all five complete.

    Says the same as `with_stage`, in a form for which the database need not look at every plan.
    """
    open_stages = StageState.objects.filter(plan=OuterRef("pk"), completed_at__isnull=True).order_by()
    if number < ALL_STAGES_COMPLETE:
        plans = plans.filter(Exists(open_stages.filter(number=number)))
    return plans.filter(~Exists(open_stages.filter(number__lt=number)))
