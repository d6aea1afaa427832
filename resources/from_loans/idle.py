"""What is in a box still and came back unused every time, with the question whether it may go at all."""

from typing import NamedTuple

from django.db.models import Value
from django.db.models.functions import Coalesce, Lower, NullIf

from resources.boxes.same import Same
from resources.from_loans import said
from resources.from_loans.answered import proposed
from resources.from_loans.rows import Row, part_of, url_of
from resources.from_loans.things import Thing
from resources.standing import in_boxes


class Idle(NamedTuple):
    """A thing that stands in a box, and came back unused every time. `barcode` is that of a copy of its own."""

    item: int
    box: int
    box_name: str
    resource: int | None
    copy: int | None
    called: str
    barcode: str | None
    title: str


def unused(member, use, since):
    """The list (a `Part`) of these. `use`: that of all titles."""
    often = said.unused_in_boxes(member, since=since)
    items = in_boxes().filter(contents__box__in={box for box, _ in often})
    names = ("pk", "contents__box", "contents__box__name", "resource", "copy", Lower("name"), "copy__barcode")
    rows = items.values_list(*names, Coalesce(NullIf("name", Value("")), "resource__title"))
    idle = {one: often[place] for one in map(Idle._make, rows) if (place := _place(one)) in often}
    told = proposed(member, {one.resource for one in idle if one.resource}, since=since)
    ordered = sorted(idle, key=lambda one: (one.resource in told, one.title.casefold()))
    return part_of(ordered, lambda one: _unused_row(one, idle[one], use, told, member.school))


def _unused_row(one, often, use, told, school):
    weed_url = f"{url_of(school, 'weeding_add')}?resource={one.resource}"
    return Row(
        title=one.title,
        url=url_of(school, "resource", resource_id=one.resource),
        words=f"came back unused {often} times{f', copy {one.barcode}' if one.barcode else ''}",
        boxes=[(one.box_name, url_of(school, "box", box_id=one.box))],
        told=told.get(one.resource),
        weed_url=weed_url if _may_go(one, use) and one.resource not in told else "",
        item=one.item,
    )


def _place(one):
    return one.box, Same(one.resource, one.copy, one.called)


def _may_go(one, use):
    """Whether a title was used on no loan of any box."""
    tally = use.get(Thing(one.resource, None, ""))
    return bool(tally) and not tally.used
