"""The kinds of things that can stand behind a topic request, and which of them still do."""

from collections.abc import Callable
from dataclasses import dataclass

from resources.models import BoxBooking, PurchaseSuggestion, ResourceBox, ResourceList, TopicRequest


@dataclass(frozen=True)
class Kind:
    """One kind: its word, its icon, and the page of such a thing with the name of its key there.

    `mark` is the annotation that says whether anything of it is there; a loan leaves the mark of its box. `standing`
    makes the rows that count, for one reader where it is given one; in them `request`, `thing` and `name` are the
    paths to the request, to the key of the thing and to its name.
    """

    mark: str
    word: str
    icon: str
    page: str
    key: str
    standing: Callable
    request: str
    thing: str = "pk"
    name: str = "title"


def _boxes(reader):
    """A retired box stands behind nothing any more."""
    return ResourceBox.requests.through.objects.filter(resourcebox__retired_at__isnull=True)


def _loans(reader):
    return _seen_by(reader, BoxBooking).exclude(state=BoxBooking.State.CANCELLED)


def _lists(reader):
    return ResourceList.requests.through.objects.all()


def _purchases(reader):
    return _seen_by(reader, PurchaseSuggestion).exclude(state=PurchaseSuggestion.State.DECLINED)


def _plans(reader):
    return _seen_by(reader, TopicRequest.plans.rel.related_model)


def _seen_by(reader, model):
    return model.objects.visible_to(reader) if reader else model.objects.all()


KINDS = (
    Kind("has_box", "Box", "box-seam", "box", "box_id", _boxes, "topicrequest", "resourcebox", "resourcebox__name"),
    Kind("has_box", "Loan", "calendar-check", "booking", "booking_id", _loans, "request", name="box__name"),
    Kind(
        "has_list",
        "List",
        "list-check",
        "resource_list",
        "list_id",
        _lists,
        "topicrequest",
        "resourcelist",
        "resourcelist__title",
    ),
    Kind("has_purchase", "Purchase", "cart", "purchase", "purchase_id", _purchases, "request"),
    Kind("has_plan", "Plan", "journals", "plan", "plan_id", _plans, "topic_request"),
)
