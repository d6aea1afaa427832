"""What somebody asks the list of boxes for: read from the address, forgiving, and applied to a queryset."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from collab import asked
from resources.models import BoxBooking, ResourceBox


class Where(StrEnum):
    """Which boxes are wanted: those in use, of these those that are in or out now, or those out of use."""

    ANY = ""
    IN = "in"
    OUT = "out"
    RETIRED = "retired"


class Sort(StrEnum):
    """The orders that are offered. None has an index of its own but the first: a school has some hundred boxes."""

    NAME = "name"
    PLACE = "place"


ORDERS = {Sort.NAME: ("name", "pk"), Sort.PLACE: ("place", "name", "pk")}


@dataclass(frozen=True)
class Asked:
    """The filters, the order and the page of one request; whatever makes no sense is left out."""

    q: str = ""
    kind: str = ""
    where: Where = Where.ANY
    sort: Sort = Sort.NAME
    page: int = 1

    @classmethod
    def read(cls, query):
        """From the parameters of an address (a QueryDict)."""
        kind = query.get("kind", "")
        return cls(
            q=asked.words(query.get("q")),
            kind=kind if kind in ResourceBox.Kind.values else "",
            where=asked.one_of(Where, query.get("where"), Where.ANY),
            sort=asked.one_of(Sort, query.get("sort"), Sort.NAME),
            page=asked.page(query.get("page")),
        )

    @cached_property
    def filters(self):
        """The filters that are set: name → value, as they stand in an address."""
        return {name: str(getattr(self, name)) for name in ("q", "kind", "where") if getattr(self, name)}

    def address(self, **changes):
        """The query string of this list with some parameters changed; the page is left out. Starts with “?”."""
        wanted = {**self.filters, "sort": self.sort, **changes}
        return f"?{urlencode({name: value for name, value in wanted.items() if value and value != Sort.NAME})}"

    def narrow(self, boxes):
        """The boxes of a queryset that fit the filters, in the order asked for."""
        boxes = boxes.exclude(retired_at=None) if self.where == Where.RETIRED else boxes.in_use()
        if self.where in (Where.IN, Where.OUT):
            is_out = Exists(BoxBooking.objects.filter(box=OuterRef("pk"), state=BoxBooking.State.OUT))
            boxes = boxes.filter(is_out if self.where == Where.OUT else ~is_out)
        if self.kind:
            boxes = boxes.filter(kind=self.kind)
        if self.q:
            boxes = boxes.found_by(self.q)
        return boxes.order_by(*ORDERS[self.sort])
