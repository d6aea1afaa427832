"""Titles that might go: old ones that stand in no box and no list and were never in a loan, or that are there often.

Collab knows the loans of boxes. What is borrowed at the counter is in the library's own system, so that the list is
one to look at with the book in one's hand.
"""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from collab import asked
from collab.found import COUNTED_UP_TO, Found
from resources.models import Copy, ListEntry, LoanLine, Resource, WeedingProposal
from resources.models.suggestions import UNDECIDED
from resources.standing import in_boxes

PAGE_SIZE = 50
OLD = 10  # Years after which a title is asked about where nobody says otherwise.
FIRST_YEAR, LAST_YEAR = 1000, 9999
MOST_COPIES = 999


@dataclass(frozen=True)
class Asked:
    """What narrows the candidates; whatever makes no sense is left out.

    `before`: published before this year. `unused`: in no box, no list and no loan. `copies`: at least so many.
    """

    before: int | None = None
    copies: int | None = None
    kind: str = ""
    unused: bool = True
    page: int = 1

    @classmethod
    def read(cls, query, *, today):
        """From the parameters of an address (a QueryDict); without any, titles that are old and unused."""
        if not any(name in query for name in ("before", "copies", "kind", "unused", "shown")):
            return cls(before=today.year - OLD, page=asked.page(query.get("page")))
        kind = query.get("kind")
        return cls(
            before=asked.number(query.get("before"), FIRST_YEAR, LAST_YEAR),
            copies=asked.number(query.get("copies"), 1, MOST_COPIES),
            kind=kind if kind in Resource.Kind.values else "",
            unused=bool(query.get("unused")),
            page=asked.page(query.get("page")),
        )

    @cached_property
    def filters(self):
        """The filters that are set: name → value, as they stand in an address."""
        values = {"before": self.before, "copies": self.copies, "kind": self.kind, "unused": self.unused and 1}
        return {name: value for name, value in values.items() if value}

    @cached_property
    def kept(self):
        """The filters as they stand in an address."""
        return urlencode({"shown": 1} | self.filters)


def candidates(*, member, asked):
    """Titles on the shelf that nobody has proposed, narrowed, the oldest first; those without a year come last."""
    proposed = WeedingProposal.objects.filter(resource=OuterRef("pk"), state__in=UNDECIDED)
    found = Resource.objects.visible_to(member).on_the_shelf().filter(~Exists(proposed))
    if asked.before:
        found = found.filter(year__lt=asked.before)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.unused:
        found = found.filter(~Exists(_boxes()), ~Exists(_entries()), ~Exists(_loans()))
    if asked.copies:
        found = found.filter(pk__in=_with_copies(member.school_id, asked.copies))
    return found.order_by(F("year").asc(nulls_last=True), "title", "pk")


def page_of_candidates(*, member, asked):
    """The page asked for as `Found`: its rows are titles with `boxes`, `lists`, `loans`, `copy_count`, `was_kept`.

    What stands beside a title is counted for those of the page alone, once it is known which these are.
    """
    found = candidates(member=member, asked=asked)
    start = (asked.page - 1) * PAGE_SIZE
    keys = list(found.values_list("pk", flat=True)[start : start + PAGE_SIZE + 1])
    total = found.order_by()[: COUNTED_UP_TO + 1].count()
    rows = _with_numbers(keys[:PAGE_SIZE])
    return Found(rows, asked.page, total, len(keys) > PAGE_SIZE, one="title", many="titles")


def _with_numbers(keys):
    kept = WeedingProposal.objects.filter(resource=OuterRef("pk"), state=WeedingProposal.State.KEPT)
    titles = Resource.objects.filter(pk__in=keys).select_related("school")
    counted = titles.annotate(
        boxes=_number(_boxes()),
        lists=_number(_entries()),
        loans=_number(_loans(), "item__resource"),
        copy_count=_number(_copies()),
        was_kept=Exists(kept),
    )
    return sorted(counted, key=lambda title: keys.index(title.pk))


def _boxes():
    return in_boxes().filter(resource=OuterRef("pk"))


def _entries():
    return ListEntry.objects.filter(resource=OuterRef("pk"))


def _loans():
    return LoanLine.objects.filter(item__resource=OuterRef("pk"))


def _copies():
    return Copy.objects.filter(resource=OuterRef("pk"), withdrawn_at__isnull=True)


def _number(rows, of="resource"):
    counted = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _with_copies(school_id, least):
    copies = Copy.objects.filter(school=school_id, withdrawn_at__isnull=True).order_by().values("resource")
    return copies.annotate(number=Count("pk")).filter(Q(number__gte=least)).values("resource")
