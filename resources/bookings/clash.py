"""A box that is taken on the days wanted: who has it, when it comes back, and what is free instead."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When

from collab.models import Term
from resources.bookings.days import Span, is_overdue, kept, other_days, taken
from resources.bookings.words import HAVING, day_in_words, days_in_words
from resources.models import BoxBooking, ResourceBox

SIMILAR = 3
SHORTEST_WORD = 4  # letters; what is shorter is “the” or “box” more often than a topic
MOST_WORDS = 12
FREE_AGAIN = ("Somebody was a moment quicker, and has let it go again. Try once more.",)


@dataclass(frozen=True)
class Clash:
    """`sentences` say who has the box; `days` are (words, first, last) that are free instead, `boxes` are others."""

    sentences: tuple
    days: list
    boxes: list


def clash_over(*, box, wanted, member, today):
    """The `Clash` of somebody who wants a box for a Span of days."""
    terms = list(Term.objects.visible_to(member))
    free = other_days(box=box, wanted=wanted, today=today, terms=terms)
    return Clash(
        tuple(_who_has_it(box, kept(box, wanted), terms, today)) or FREE_AGAIN,
        [(days_in_words(span.first, span.last, terms), span.first, span.last) for span in free],
        similar_boxes(box=box, free_for=wanted, member=member),
    )


def clash_over_extending(*, booking, ends_on, member, today):
    """The `Clash` of somebody who wants to keep a box longer than another loan lets them."""
    terms = list(Term.objects.visible_to(member))
    box = booking.box
    further = Span(booking.ends_on + timedelta(days=1), ends_on)
    held = [span for span in taken(box, but=booking) if span.first > booking.ends_on]
    latest = held[0].first - timedelta(days=box.turn_round_days + 1) if held else ends_on
    is_possible = latest > booking.ends_on and latest >= today
    return Clash(
        tuple(_who_has_it(box, kept(box, further), terms, today, but=booking)) or FREE_AGAIN,
        [(f"Until {day_in_words(latest)}", booking.starts_on, latest)] if is_possible else [],
        similar_boxes(box=box, free_for=further, member=member),
    )


def similar_boxes(*, box, free_for, member):
    """Boxes of a topic or a kind like this one's that are free on these days: the nearest first."""
    days_before = ExpressionWrapper(Value(free_for.first) - F("lead_days"), output_field=DateField())
    days_after = ExpressionWrapper(Value(free_for.last) + F("turn_round_days"), output_field=DateField())
    held = BoxBooking.objects.holding().filter(
        box=OuterRef("pk"), kept_from__lte=OuterRef("until"), kept_until__gte=OuterRef("since")
    )
    still_out = BoxBooking.objects.filter(box=OuterRef("pk"), state="out", ends_on__lt=free_for.first)
    words = _topic_words(box)
    boxes = ResourceBox.objects.visible_to(member).in_use().exclude(pk=box.pk)
    boxes = boxes.annotate(
        nearness=SearchRank(F("search"), words) if words else Value(0.0),
        is_alike=Case(When(kind=box.kind, then=1), default=0),
        since=days_before,
        until=days_after,
    )
    fits = Q(kind=box.kind) | Q(search=words) if words else Q(kind=box.kind)
    boxes = boxes.filter(fits).exclude(Exists(held)).annotate(is_still_out=Exists(still_out))
    return list(boxes.order_by("is_still_out", "-nearness", "-is_alike", "name")[:SIMILAR])


def _who_has_it(box, days, terms, today, but=None):
    held = box.bookings.holding().filter(kept_from__lte=days.last, kept_until__gte=days.first)
    for booking in held.exclude(pk=but and but.pk).select_related("borrower").order_by("starts_on"):
        lent = days_in_words(booking.starts_on, booking.ends_on, terms)
        yield f"{booking.borrower.name} {HAVING[booking.state]} {lent}. {_when_it_is_back(booking, box, today)}"


def _when_it_is_back(booking, box, today):
    if is_overdue(booking, today):
        return f"It should have come back on {day_in_words(booking.ends_on)}: ask them when they bring it."
    ready = booking.kept_until + timedelta(days=1 + box.lead_days)
    return f"It comes back on {day_in_words(booking.ends_on)}, and can go out again from {day_in_words(ready)}."


def _topic_words(box):
    """Any of the words that say what a box is about, as a query; None for none."""
    said = f"{box.topics} {box.name}".lower()
    words = [word for word in dict.fromkeys(re.findall(r"\w+", said)) if len(word) >= SHORTEST_WORD]
    queries = (SearchQuery(word, config="simple") for word in words[:MOST_WORDS])
    return reduce(or_, queries) if words else None
