"""The things that stand behind topic requests, by name: boxes, loans, lists, purchases and unit plans."""

from typing import NamedTuple

from django.db.models import F, IntegerField, Value

from collab.addresses import address
from resources.models import BoxBooking, PurchaseSuggestion, ResourceBox, ResourceList, TopicRequest


class Kind(NamedTuple):
    """One kind of thing: its word, its icon, and the page of such a thing with the name of its key there."""

    word: str
    icon: str
    page: str
    key: str


KINDS = (
    Kind("Box", "box-seam", "box", "box_id"),
    Kind("Loan", "calendar-check", "booking", "booking_id"),
    Kind("List", "list-check", "resource_list", "list_id"),
    Kind("Purchase", "cart", "purchase", "purchase_id"),
    Kind("Unit plan", "journals", "plan", "plan_id"),
)


class Thing(NamedTuple):
    """One thing behind a request: what it is in a word, its icon, its name, and the address of its page."""

    word: str
    icon: str
    name: str
    url: str


def things_behind(requests, *, reader):
    """Key of a request → its Things that the reader may open, for a list of such keys. One query."""
    found = {}
    first, *more = _questions(requests, reader)
    for kind, request, thing, name in sorted(first.union(*more, all=True)) if requests else ():
        word, icon, page, key = KINDS[kind]
        url = address(page, school_slug=reader.school.slug, **{key: thing})
        found.setdefault(request, []).append(Thing(word, icon, name, url))
    return found


def _questions(requests, reader):
    """One question for each kind, whose answers are (number of the kind, key of the request, key of the thing, name).

    What was retired, cancelled or declined stands behind nothing any more.
    """
    boxes = ResourceBox.requests.through.objects.filter(resourcebox__retired_at__isnull=True)
    loans = BoxBooking.objects.visible_to(reader).exclude(state=BoxBooking.State.CANCELLED)
    lists = ResourceList.requests.through.objects.all()
    purchases = PurchaseSuggestion.objects.visible_to(reader).exclude(state=PurchaseSuggestion.State.DECLINED)
    plans = TopicRequest.plans.rel.related_model.objects.visible_to(reader)
    rows = (
        (boxes.filter(topicrequest__in=requests), "topicrequest", "resourcebox", "resourcebox__name"),
        (loans.filter(request__in=requests), "request", "pk", "box__name"),
        (lists.filter(topicrequest__in=requests), "topicrequest", "resourcelist", "resourcelist__title"),
        (purchases.filter(request__in=requests), "request", "pk", "title"),
        (plans.filter(topic_request__in=requests), "topic_request", "pk", "title"),
    )
    return [
        found.order_by().values_list(Value(kind, output_field=IntegerField()), *map(F, columns))
        for kind, (found, *columns) in enumerate(rows)
    ]
