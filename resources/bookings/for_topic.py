"""For which topic a box is booked: the one that an address names, or those behind which the box stands."""

from dataclasses import dataclass

from resources.bookings.days import days_of
from resources.models import BoxBooking, TopicRequest
from resources.topics.moves import STILL_OPEN
from resources.topics.showing import weeks_in_words

MOST = 12


@dataclass(frozen=True)
class ForTopic:
    """`request`: the TopicRequest that the form begins with, or None. `offered`: (key, words) of those to choose."""

    request: TopicRequest | None = None
    offered: tuple = ()


def topic_of(*, box, named, span, member, today):
    """The `ForTopic` of a member who opens the form with a named request (or None), and a Span of days (or None).

    A box that stands behind one topic begins with it, unless the days of the address are other ones.
    """
    if named:
        return ForTopic(named)
    waiting = list(_waiting_for(box, member, today)[:MOST])
    if len(waiting) == 1 and (span is None or _meets(days_of(waiting[0]), span)):
        return ForTopic(waiting[0])
    return ForTopic(offered=tuple((one.pk, in_words(one, member)) for one in waiting))


def in_words(topic_request, member):
    """“Volcanoes”: Ben Okafor, Term 4, weeks 7–8"""
    whose = topic_request.teacher.name if topic_request.teacher_id != member.pk else ""
    when = [topic_request.term.name, weeks_in_words(topic_request).lower()]
    return f"“{topic_request.topic}”: {', '.join(filter(None, [whose, *when]))}"


def _waiting_for(box, member, today):
    """Topics of this term and those to come that the box serves, and was not booked for yet: a teacher's own."""
    booked = BoxBooking.objects.filter(box=box, request__isnull=False).exclude(state=BoxBooking.State.CANCELLED)
    waiting = TopicRequest.objects.visible_to(member).filter(boxes=box, state__in=STILL_OPEN, term__ends_on__gte=today)
    waiting = waiting if member.is_librarian else waiting.of(member)
    waiting = waiting.exclude(pk__in=booked.values("request")).select_related("term", "teacher", "school")
    return waiting.order_by("term__starts_on", "first_week", "topic", "pk")


def _meets(days, span):
    return days is not None and days.meets(span)
