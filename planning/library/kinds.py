"""The kinds of things that a plan may work with, and how each is named, found and shown."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from resources.models import PurchaseSuggestion, Resource, ResourceBox, ResourceList


@dataclass(frozen=True)
class Kind:
    """One kind. `key` is its field in `PlanResource`, `note` the columns that stand below its name.

    `view` and `parameter` make the address of its page; `on_offer` narrows its rows to those that can be added.
    """

    key: str
    model: type[Model]
    one: str
    icon: str
    name: str
    note: tuple[str, ...]
    view: str
    parameter: str
    on_offer: Callable


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "box",
            ResourceBox,
            "Box",
            "box-seam",
            "name",
            ("place",),
            "box",
            "box_id",
            lambda boxes: boxes.in_use(),
        ),
        Kind("list", ResourceList, "List", "list-ul", "title", (), "resource_list", "list_id", lambda lists: lists),
        Kind(
            "resource",
            Resource,
            "Title",
            "book",
            "title",
            ("call_number", "location"),
            "resource",
            "resource_id",
            lambda titles: titles.on_the_shelf(),
        ),
        Kind(
            "purchase",
            PurchaseSuggestion,
            "Purchase",
            "cart",
            "title",
            ("state",),
            "purchase",
            "purchase_id",
            lambda suggestions: suggestions.exclude(state="declined"),
        ),
    )
}
