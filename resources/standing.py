"""Where a title stands now, by one rule for purchases and weeding: in boxes that are in use, and in lists."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from resources.models import BoxItem, BoxVersion, ListEntry

NEWEST = BoxVersion.objects.filter(box=OuterRef("contents__box")).order_by("-number").values("pk")


@dataclass(frozen=True)
class Place:
    """A box or a list that has the title. `key` names it in a form: “box-3”."""

    key: str
    name: str
    url: str
    icon: str


def in_boxes():
    """The things in boxes as they are now: of boxes in use, in their newest version."""
    return BoxItem.objects.filter(contents__box__retired_at__isnull=True, contents=Subquery(NEWEST[:1]))


def places_of(resource):
    """The boxes and lists that have a title, each once, by name. Two queries."""
    items = in_boxes().filter(resource=resource).select_related("contents__box__school")
    entries = ListEntry.objects.filter(resource=resource).select_related("list__school")
    boxes = {item.contents.box_id: item.contents.box for item in items}.values()
    lists = {entry.list_id: entry.list for entry in entries}.values()
    found = [Place(f"box-{box.pk}", box.name, box.get_absolute_url(), "box-seam") for box in boxes]
    found += [Place(f"list-{one.pk}", one.title, one.get_absolute_url(), "list-ul") for one in lists]
    return sorted(found, key=lambda place: (place.icon, place.name.casefold(), place.key))
