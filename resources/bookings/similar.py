"""Boxes like one that is taken: that share words of its topic or titles with it, and are free on the days wanted."""

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, DateField, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from resources.models import BoxBooking, ResourceBox
from resources.standing import in_boxes

SHOWN = 3
LOOKED_AT = 30  # boxes that the database finds, of which some share a word with the note alone
SHORTEST_WORD = 4  # letters; what is shorter is “the” or “box” more often than a topic
MOST_WORDS = 12
WORDS = re.compile(r"\w+")
COMMON = set(
    WORDS.findall(
        "about boxes books from have into level over school that their them they this unit week weeks what when where "
        "which with year years your " + " ".join(ResourceBox.Kind.labels).lower()
    )
)


@dataclass(frozen=True)
class Similar:
    """A box, and why it is offered: “topic: gold, shares 4 titles”."""

    box: ResourceBox
    why: str


def similar_boxes(*, box, free_for, member):
    """List of `Similar` that are free on these days, those with most titles and words of the topic first."""
    words = _topic_words(box)
    boxes = _free(ResourceBox.objects.visible_to(member).in_use().exclude(pk=box.pk), free_for)
    boxes = boxes.annotate(titles=_titles_shared_with(box))
    if words:
        query = reduce(or_, (SearchQuery(word, config="simple") for word in words))
        boxes = boxes.filter(Q(titles__gt=0) | Q(search=query)).annotate(nearness=SearchRank(F("search"), query))
        boxes = boxes.order_by("is_still_out", "-titles", "-nearness", "name")
    else:
        boxes = boxes.filter(titles__gt=0).order_by("is_still_out", "-titles", "name")
    found = [Similar(one, _why(one, words)) for one in boxes[:LOOKED_AT]]
    return [one for one in found if one.why][:SHOWN]


def _free(boxes, days):
    """Those that no loan keeps on these days, with `is_still_out`."""
    before = ExpressionWrapper(Value(days.first) - F("lead_days"), output_field=DateField())
    after = ExpressionWrapper(Value(days.last) + F("turn_round_days"), output_field=DateField())
    held = BoxBooking.objects.holding().filter(
        box=OuterRef("pk"), kept_from__lte=OuterRef("until"), kept_until__gte=OuterRef("since")
    )
    still_out = BoxBooking.objects.filter(box=OuterRef("pk"), state="out", ends_on__lt=days.first)
    boxes = boxes.annotate(since=before, until=after, is_still_out=Exists(still_out))
    return boxes.exclude(Exists(held))


def _titles_shared_with(box):
    """How many titles a box has in common with this one, as an expression."""
    titles = in_boxes().filter(contents__box=box, resource__isnull=False).values("resource")
    shared = in_boxes().filter(contents__box=OuterRef("pk"), resource__in=titles).order_by().values("contents__box")
    number = shared.annotate(number=Count("resource", distinct=True)).values("number")
    return Coalesce(Subquery(number), 0, output_field=IntegerField())


def _why(box, words):
    shared = [word for word in _topic_words(box) if word in words]
    said = [f"topic: {', '.join(shared)}"] if shared else []
    if box.titles:
        said.append(f"shares {box.titles} title{'' if box.titles == 1 else 's'}")
    return ", ".join(said)


def _topic_words(box):
    """The words that say what a box is about, each once."""
    words = dict.fromkeys(WORDS.findall(f"{box.topics} {box.name}".lower()))
    return [word for word in words if len(word) >= SHORTEST_WORD and word not in COMMON][:MOST_WORDS]
