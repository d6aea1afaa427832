"""What the page of the term strip prints: the term that is asked for, its weeks, a page of boxes, and what waits."""

from dataclasses import dataclass
from urllib.parse import urlencode

from collab import asked as reading
from collab.choices import Choice, options
from collab.found import COUNTED_UP_TO, Found
from collab.models import Term
from resources.bookings import strip
from resources.bookings.permissions import may_book
from resources.bookings.strip_rows import StripRows, days
from resources.bookings.waiting import own_loans, waiting
from resources.models import ResourceBox

MOST_PARTS = 9


@dataclass(frozen=True)
class Asked:
    """What an address asks of the strip; whatever makes no sense is left out."""

    q: str = ""
    kind: str = ""
    term: int | None = None
    part: int | None = None
    request: int | None = None
    page: int = 1

    @classmethod
    def read(cls, query):
        kind = query.get("kind")
        return cls(
            q=reading.words(query.get("q")),
            kind=kind if kind in ResourceBox.Kind.values else "",
            term=reading.key(query.get("term")),
            part=reading.number(query.get("part"), 1, MOST_PARTS),
            request=reading.key(query.get("request")),
            page=reading.page(query.get("page")),
        )

    @property
    def filters(self):
        """The filters that are set, beside the term: name → value, as they stand in an address."""
        return {name: value for name, value in (("q", self.q), ("kind", self.kind)) if value}

    def address(self, **changes):
        """The query string of this strip with some parameters changed, without its page."""
        wanted = {"q": self.q, "kind": self.kind, "term": self.term, "request": self.request} | changes
        return urlencode({name: value for name, value in wanted.items() if value})


def strip_page(*, member, asked, now, today):
    """The whole context."""
    terms = list(Term.objects.visible_to(member).order_by("starts_on"))
    term = _term(terms, asked.term, today)
    parts = strip.parts_of(strip.weeks_of(term, _after(terms, term))) if term else [[]]
    part = min((asked.part or _part_of(parts, today)), len(parts))
    found = _boxes(member, asked)
    is_librarian = member.is_librarian
    return {
        "asked": asked,
        "term": term,
        "weeks": [_column(week, today) for week in parts[part - 1]],
        "parts": _parts(parts, part, asked, term),
        "found": found,
        "kept": asked.address(part=asked.part),
        "rows": _rows(found.rows, parts[part - 1], member, today, asked),
        "choices": _choices(terms, term, asked),
        "is_librarian": is_librarian,
        "waiting": waiting(member=member, today=today, terms=terms) if is_librarian else [],
        "own": own_loans(member=member, today=today, now=now, terms=terms),
        "may_book": may_book(member),
    }


def _term(terms, key, today):
    """The term that is asked for, else the one at hand, the coming one, or the last."""
    named = next((term for term in terms if term.pk == key), None)
    return named or next((term for term in terms if term.ends_on >= today), terms[-1] if terms else None)


def _after(terms, term):
    return next((one for one in terms if one.starts_on > term.starts_on), None)


def _part_of(parts, today):
    """The part of the strip in which today lies, from 1."""
    return next((place for place, weeks in enumerate(parts, 1) if weeks and weeks[-1].until >= today), 1)


def _parts(parts, current, asked, term):
    """The tabs between the parts of a long term; none where there is one."""
    if len(parts) < 2:
        return []
    return [
        (
            f"Weeks {weeks[0].number}–{weeks[-1].number}",
            f"?{asked.address(term=term.pk, part=place)}",
            place == current,
        )
        for place, weeks in enumerate(parts, 1)
    ]


def _column(week, today):
    """(number, days, whether it is this week, whether a break lies before it)"""
    is_now = week.first <= today <= week.until
    return week.number, days(week.first, week.first), is_now, week.is_after_break


def _boxes(member, asked):
    about = {"member": member, "words": asked.q, "kind": asked.kind}
    start = (asked.page - 1) * strip.BOXES_AT_ONCE
    boxes = strip.boxes_on_strip(**about, start=start)
    total = strip.number_of_boxes(**about, most=COUNTED_UP_TO + 1)
    has_next = len(boxes) > strip.BOXES_AT_ONCE
    return Found(boxes[: strip.BOXES_AT_ONCE], asked.page, total, has_next=has_next, one="box", many="boxes")


def _rows(boxes, weeks, member, today, asked):
    loans = strip.loans_of(boxes=boxes, weeks=weeks, today=today, school=member.school)
    slug = member.school.slug
    shown = StripRows(school_slug=slug, today=today, topic_request=asked.request, may_book=may_book(member))
    return shown.rows((box, strip.cells_of(box, weeks, loans[box.pk], today)) for box in boxes)


def _choices(terms, term, asked):
    latest_first = [(one.pk, str(one)) for one in reversed(terms)]
    return [
        Choice("term", "Term", options(latest_first, term and term.pk), "The one at hand"),
        Choice("kind", "Kind", options(ResourceBox.Kind.choices, asked.kind)),
    ]
