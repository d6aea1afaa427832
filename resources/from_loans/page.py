"""The page of what loans tell: three lists, each with what can be done about it in one press."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Value
from django.db.models.functions import Coalesce, Lower, NullIf

from collab.addresses import address
from resources.boxes.same import Same
from resources.from_loans import said
from resources.from_loans.answered import Suggested, Told, proposed
from resources.from_loans.things import Thing, known_titles
from resources.from_loans.words import lost_in_words, suggest_address, wanted_in_words, why_of
from resources.models import ResourceBox, TopicRequest
from resources.standing import in_boxes

SHOWN, MOST = 12, 100  # of a list: before one opens the rest, and at all


@dataclass(frozen=True)
class Row:
    """One thing of a list. `told` has been done about it; the addresses are of what can be done, where they are."""

    title: str
    url: str
    words: str
    boxes: list
    told: Told | None = None
    buy_url: str = ""
    settle_url: str = ""
    weed_url: str = ""
    item: int | None = None


@dataclass(frozen=True)
class Part:
    """The rows of a list, and how many more there would be."""

    rows: list
    left_out: int

    @property
    def first(self):
        return self.rows[:SHOWN]

    @property
    def rest(self):
        return self.rows[SHOWN:]


def part_of(things, make):
    """The first `MOST` of things in order, each made into a row when it is known that it is shown."""
    return Part([make(thing) for thing in things[:MOST]], max(0, len(things) - MOST))


def page_of(*, member, now, today):
    """The whole context, in ten queries."""
    since = now - said.LOOKED_BACK
    lost, names = said.lost(member, since=since)
    use = said.use_of_titles(member, since=since)
    wanted = {thing: one for thing, one in use.items() if one.asked and one.used >= said.SEVERAL and not one.unused}
    to_buy = _ToBuy(member, {*lost, *wanted}, names, boxes_of=(*lost.values(), *wanted.values()), today=today)
    return {
        "since": since,
        "lost": to_buy.lost(lost),
        "wanted": to_buy.wanted(wanted),
        "unused": _unused(member, use, since),
    }


class _ToBuy:
    """Makes the rows of what might be bought, out of what is known of all things together."""

    def __init__(self, member, things, names, *, boxes_of, today):
        keys = {key for tally in boxes_of for key in tally.boxes}
        self.school = member.school
        self.known = known_titles(things, names=names)
        self.suggested = Suggested(member, self.known.values())
        self.boxes = ResourceBox.objects.in_bulk(keys)
        self.topics = _topics_ahead(keys, today)

    def lost(self, tallies):
        told = {thing: self.suggested.told(self.known[thing], since=tally.last) for thing, tally in tallies.items()}

        def row(thing):
            tally = tallies[thing]
            words = lost_in_words(tally, of_a_title=bool(thing.resource))
            settle_url = _of(self.school, "follow_up_settle", follow_up_id=tally.follow_up)
            number = tally.missing + tally.damaged
            return self._row(thing, tally, words, number, told=told[thing], settle_url=settle_url)

        return part_of(self._in_order(told), row)

    def wanted(self, tallies):
        told = {thing: self.suggested.told(self.known[thing], since=tally.first) for thing, tally in tallies.items()}

        def row(thing):
            tally = tallies[thing]
            return self._row(thing, tally, wanted_in_words(tally), 1, told=told[thing])

        return part_of(self._in_order(told), row)

    def _in_order(self, told):
        """The things that something can be done about first, then by title."""
        return sorted(told, key=lambda thing: (told[thing] is not None, self.known[thing].title.casefold()))

    def _row(self, thing, tally, words, quantity, *, told, **own):
        known = self.known[thing]
        boxes = [self.boxes[key] for key in tally.boxes]
        about = {"why": why_of(words, tally, boxes=boxes, school=self.school), "quantity": quantity}
        topic_request = next((self.topics[key] for key in tally.boxes if key in self.topics), None)
        buy_url = suggest_address(known, **about, topic_request=topic_request, school=self.school)
        return Row(
            title=known.title,
            url=_of(self.school, "resource", resource_id=thing.resource),
            words=words,
            boxes=[(box.name, _of(self.school, "box", box_id=box.pk)) for box in boxes],
            told=told,
            buy_url="" if told else buy_url,
            **own,
        )


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


def _unused(member, use, since):
    """What is in a box still, and came back unused every time; with the question whether it may go at all."""
    often = said.unused_in_boxes(member, since=since)
    items = in_boxes().filter(contents__box__in={box for box, _ in often})
    names = ("pk", "contents__box", "contents__box__name", "resource", "copy", Lower("name"), "copy__barcode")
    rows = items.values_list(*names, Coalesce(NullIf("name", Value("")), "resource__title"))
    idle = {one: often[place] for one in map(Idle._make, rows) if (place := _place(one)) in often}
    told = proposed(member, {one.resource for one in idle if one.resource}, since=since)
    ordered = sorted(idle, key=lambda one: (one.resource in told, one.title.casefold()))
    return part_of(ordered, lambda one: _unused_row(one, idle[one], use, told, member.school))


def _unused_row(one, often, use, told, school):
    weed_url = f"{_of(school, 'weeding_add')}?resource={one.resource}"
    return Row(
        title=one.title,
        url=_of(school, "resource", resource_id=one.resource),
        words=f"came back unused {often} times{f', copy {one.barcode}' if one.barcode else ''}",
        boxes=[(one.box_name, _of(school, "box", box_id=one.box))],
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


def _topics_ahead(boxes, today):
    """Of each box the next topic request that it serves: key of the box → key of the request. One query."""
    ahead = TopicRequest.objects.standing().filter(boxes__in=boxes, term__ends_on__gte=today)
    pairs = ahead.order_by("-term__starts_on", "-first_week", "-pk").values_list("boxes", "pk")
    return dict(pairs)


def _of(school, name, **keys):
    """The address of a page of the school; nothing for what is not there."""
    return "" if None in keys.values() else address(name, school_slug=school.slug, **keys)
