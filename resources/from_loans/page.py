"""The page of what loans tell: three lists, each with what can be done about it in one press."""

from dataclasses import dataclass, field

from django.db.models.functions import Lower

from collab.addresses import address
from resources.boxes.same import Same
from resources.from_loans import said
from resources.from_loans.answered import Suggested, Told, proposed
from resources.from_loans.things import Thing, known_titles
from resources.from_loans.words import lost_in_words, suggest_address, wanted_in_words, why_of
from resources.models import ResourceBox, TopicRequest
from resources.standing import in_boxes

SHOWN, MOST = 12, 200  # of a list: before one opens the rest, and at all


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
    """The rows of a list: what nothing was done about comes first."""

    rows: list = field(default_factory=list)

    @property
    def first(self):
        return self.rows[:SHOWN]

    @property
    def rest(self):
        return self.rows[SHOWN:MOST]

    @property
    def left_out(self):
        return max(0, len(self.rows) - MOST)


def page_of(*, member, now, today):
    """The whole context, in ten queries at most."""
    since = now - said.LOOKED_BACK
    lost, names = said.lost(member, since=since)
    use = said.use_of_titles(member, since=since)
    wanted = {thing: one for thing, one in use.items() if one.asked and one.used >= said.SEVERAL and not one.unused}
    to_buy = _ToBuy(member, {*lost, *wanted}, names, boxes_of=(*lost.values(), *wanted.values()), today=today)
    return {
        "since": since,
        "lost": Part(_in_order(to_buy.lost(thing, tally) for thing, tally in lost.items())),
        "wanted": Part(_in_order(to_buy.wanted(thing, tally) for thing, tally in wanted.items())),
        "unused": Part(_in_order(_unused_rows(member, use, since))),
    }


def _in_order(rows):
    """What can be done something about first, then by title."""
    return sorted(rows, key=lambda row: (row.told is not None, row.title.casefold()))


class _ToBuy:
    """Makes the rows of what might be bought, out of what is known of all things together."""

    def __init__(self, member, things, names, *, boxes_of, today):
        keys = {key for tally in boxes_of for key in tally.boxes}
        self.school = member.school
        self.known = known_titles(things, names=names)
        self.suggested = Suggested(member, self.known.values())
        self.boxes = ResourceBox.objects.in_bulk(keys)
        self.topics = _topics_ahead(keys, today)

    def lost(self, thing, tally):
        words = lost_in_words(tally, of_a_title=bool(thing.resource))
        settle_url = _of(self.school, "follow_up_settle", follow_up_id=tally.follow_up)
        number = tally.missing + tally.damaged
        return self._row(thing, tally, words, number, since=tally.last, settle_url=settle_url)

    def wanted(self, thing, tally):
        return self._row(thing, tally, wanted_in_words(tally), 1, since=tally.first)

    def _row(self, thing, tally, words, quantity, *, since, **own):
        known = self.known[thing]
        told = self.suggested.told(known, since=since)
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


def _unused_rows(member, use, since):
    """What is in a box still, and came back unused every time; with the question whether it may go at all."""
    unused = said.unused_in_boxes(member, since=since)
    school = member.school
    items = in_boxes().filter(contents__box__in={box for box, _ in unused}).annotate(called=Lower("name"))
    standing = [
        (item, unused[place])
        for item in items.select_related("resource", "copy", "contents__box")
        if (place := (item.contents.box_id, Same(item.resource_id, item.copy_id, item.called))) in unused
    ]
    told = proposed(member, {item.resource_id for item, _ in standing if item.resource_id}, since=since)
    for item, often in standing:
        box, may_go = item.contents.box, _may_go(item, use)
        weed_url = f"{_of(school, 'weeding_add')}?resource={item.resource_id}"
        yield Row(
            title=str(item),
            url=_of(school, "resource", resource_id=item.resource_id),
            words=f"came back unused {often} times{f', copy {item.copy}' if item.copy else ''}",
            boxes=[(box.name, _of(school, "box", box_id=box.pk))],
            told=told.get(item.resource_id),
            weed_url=weed_url if may_go and item.resource_id not in told else "",
            item=item.pk,
        )


def _may_go(item, use):
    """Whether a title was used on no loan of any box."""
    tally = use.get(Thing(item.resource_id, None, ""))
    return bool(tally) and not tally.used


def _topics_ahead(boxes, today):
    """Of each box the next topic request that it serves: key of the box → key of the request. One query."""
    ahead = TopicRequest.objects.standing().filter(boxes__in=boxes, term__ends_on__gte=today)
    pairs = ahead.order_by("-term__starts_on", "-first_week", "-pk").values_list("boxes", "pk")
    return dict(pairs)


def _of(school, name, **keys):
    """The address of a page of the school; nothing for what is not there."""
    return "" if None in keys.values() else address(name, school_slug=school.slug, **keys)
