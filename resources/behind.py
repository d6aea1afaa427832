"""What stands behind a topic request, by one rule for board and map: a box, a list, a purchase, a unit plan."""

from functools import cache
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
MARKED = "SELECT * FROM ({every}) AS every ({names}) WHERE pk IN ({wanted})"
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


def marked(requests, **columns):
    """SQL for a queryset of requests with their marks, and its parameters; its columns are `pk`, `columns` and `NAMES`.

    `columns`: name → path in the ORM. Their SQL, and that of the marks, is always the same: the ORM would take longer
    to put it together than the database takes to answer, and so it does it once in a process.
    """
    every, parameters = _every_request(tuple(columns.items()))
    wanted, of_wanted = requests.order_by().values("pk").query.sql_with_params()
    names = ", ".join(("pk", *columns, *NAMES))
    return MARKED.format(every=every, names=names, wanted=wanted), (*parameters, *of_wanted)


@cache
def _every_request(columns):
    requests = with_marks(TopicRequest.objects.order_by())
    return requests.values_list("pk", *(path for _, path in columns), *NAMES).query.sql_with_params()
