"""What might be bought, as loans tell it: again what was lost, and one more of what is always used and asked for."""

from resources.from_loans.answered import Suggested
from resources.from_loans.rows import Row, part_of, url_of
from resources.from_loans.things import known_titles
from resources.from_loans.words import lost_in_words, suggest_address, wanted_in_words, why_of
from resources.models import ResourceBox, TopicRequest


class ToBuy:
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
            settle_url = url_of(self.school, "follow_up_settle", follow_up_id=tally.follow_up)
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
            url=url_of(self.school, "resource", resource_id=thing.resource),
            words=words,
            boxes=[(box.name, url_of(self.school, "box", box_id=box.pk)) for box in boxes],
            told=told,
            buy_url="" if told else buy_url,
            **own,
        )


def _topics_ahead(boxes, today):
    """Of each box the next topic request that it serves: key of the box → key of the request. One query."""
    ahead = TopicRequest.objects.standing().filter(boxes__in=boxes, term__ends_on__gte=today)
    pairs = ahead.order_by("-term__starts_on", "-first_week", "-pk").values_list("boxes", "pk")
    return dict(pairs)
