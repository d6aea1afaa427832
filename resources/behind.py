"""What stands behind a topic request, by one rule for board and map: a box, a list, a purchase, a unit plan."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef

from resources.models import BoxBooking, PurchaseSuggestion, ResourceBox, ResourceList, TopicRequest


class Mark(NamedTuple):
    """One kind of thing that can stand behind a request: the annotation that says so, its word and its icon."""

    name: str
    word: str
    icon: str


MARKS = (
    Mark("has_box", "Box", "box-seam"),
    Mark("has_list", "List", "list-check"),
    Mark("has_purchase", "Purchase", "cart"),
    Mark("has_plan", "Plan", "journals"),
)
NAMES = tuple(mark.name for mark in MARKS)


def with_marks(requests):
    """Adds to each request whether something of each kind stands behind it, as `has_box` … `has_plan`.

    A retired box counts no more unless it was lent for the topic, nor do cancelled loans and declined suggestions.
    """
    here = OuterRef("pk")
    in_use = ResourceBox.requests.through.objects.filter(topicrequest=here, resourcebox__retired_at__isnull=True)
    loans = BoxBooking.objects.filter(request=here).exclude(state=BoxBooking.State.CANCELLED)
    purchases = PurchaseSuggestion.objects.filter(request=here).exclude(state=PurchaseSuggestion.State.DECLINED)
    return requests.annotate(
        has_box=Exists(in_use) | Exists(loans),
        has_list=Exists(ResourceList.requests.through.objects.filter(topicrequest=here)),
        has_purchase=Exists(purchases),
        has_plan=Exists(TopicRequest.plans.rel.related_model.objects.filter(topic_request=here)),
    )
