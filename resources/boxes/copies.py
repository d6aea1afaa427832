"""How many copies of a title the catalogue knows, beside how many of it are in a box.

More is said, never refused: the copies of a class set may not be catalogued one by one.
"""

from collections import Counter

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from resources.models import BoxItem, Copy


def with_known_copies(items):
    """Items of a box with `known_copies` of their titles on the shelf."""
    copies = Copy.objects.filter(resource=OuterRef("resource"), withdrawn_at__isnull=True).order_by()
    counted = copies.values("resource").annotate(number=Count("pk")).values("number")
    return items.annotate(known_copies=Coalesce(Subquery(counted), 0))


def more_than_known(items):
    """Of items `with_known_copies` of one version, with their copies: the words for each title of which there are more.

    Key of the title → “The catalogue knows 1 copy”. Of a title without any copy in the catalogue nothing is said.
    """
    known = {item.resource_id: item.known_copies for item in items}
    return {title: _knows(known[title]) for title, number in _inside(items).items() if 0 < known[title] < number}


def more_said(item):
    """The sentence for something that was put in or changed just now, where there are more of it than copies, or "".

    One query.
    """
    if not item.resource_id:
        return ""
    same = BoxItem.objects.filter(contents=item.contents_id, resource=item.resource_id).select_related("copy")
    items = list(with_known_copies(same))
    words = more_than_known(items).get(item.resource_id)
    return f" {words}, and {_inside(items)[item.resource_id]} are in the box." if words else ""


def _inside(items):
    """How many there are of each title; a copy that was withdrawn is not counted, as the catalogue does not."""
    inside = Counter()
    for item in items:
        if item.resource_id and not (item.copy and item.copy.withdrawn_at):
            inside[item.resource_id] += item.quantity
    return inside


def _knows(number):
    return f"The catalogue knows {number} {'copy' if number == 1 else 'copies'}"
