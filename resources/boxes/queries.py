"""Reads of the list of boxes: a page of it, and all of it for a download."""

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from collab.found import COUNTED_UP_TO, Found
from resources.models import BoxBooking, BoxItem, BoxVersion, ResourceBox

PAGE_SIZE = 50
ROWS_AT_ONCE = 500


def visible_boxes(*, member, asked):
    """The boxes that a member may see, narrowed and ordered as asked."""
    return asked.narrow(ResourceBox.objects.visible_to(member))


def page_of_boxes(*, member, asked):
    """The page asked for, as `Found` of boxes `in_a_list`. Two queries, however many boxes there are."""
    boxes = visible_boxes(member=member, asked=asked)
    start = (asked.page - 1) * PAGE_SIZE
    rows = list(in_a_list(boxes)[start : start + PAGE_SIZE + 1])
    total = boxes[: COUNTED_UP_TO + 1].count()
    has_next = len(rows) > PAGE_SIZE
    return Found(rows[:PAGE_SIZE], asked.page, total, has_next=has_next, one="box", many="boxes")


def all_boxes(*, member, asked):
    """Every box of the list, read in bunches, with who made it."""
    boxes = in_a_list(visible_boxes(member=member, asked=asked)).select_related("created_by", "school")
    return boxes.iterator(chunk_size=ROWS_AT_ONCE)


def in_a_list(boxes):
    """Adds what a list says of a box: `things` in its newest version; of a loan that is out `lent_to`, `back_on`."""
    newest = BoxVersion.objects.filter(box=OuterRef("pk")).order_by("-number").values("pk")[:1]
    items = BoxItem.objects.filter(contents=OuterRef("newest")).order_by().values("contents")
    out = BoxBooking.objects.filter(box=OuterRef("pk"), state=BoxBooking.State.OUT).order_by()
    return boxes.annotate(newest=Subquery(newest)).annotate(
        things=Coalesce(Subquery(items.annotate(together=Sum("quantity")).values("together")), 0),
        lent_to=Subquery(out.values("borrower__name")[:1]),
        back_on=Subquery(out.values("ends_on")[:1]),
    )
