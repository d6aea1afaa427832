"""What stands behind a topic, on its own page: what of it can be booked, and who is told where it is withdrawn."""

from typing import NamedTuple

from collab.addresses import address
from resources.behind.things import Thing
from resources.models import BoxBooking
from resources.topics.moves import STILL_OPEN
from resources.topics.permissions import keeps_request
from resources.topics.showing import State


class Behind(NamedTuple):
    """A thing behind a topic, and the address at which it is booked, if it is a box that waits for that."""

    thing: Thing
    book_url: str


def behind_of(topic_request, things, member):
    """List of `Behind` for the Things behind a request."""
    to_book = _boxes_to_book(topic_request, things, member)
    return [Behind(one, _book_url(one, topic_request, member) if one in to_book else "") for one in things]


def is_begun(topic_request, things):
    """Whether the library has something for a request already that says nothing of it yet."""
    return bool(things) and topic_request.state in (State.ASKED, State.SEEN)


def is_noticed(things):
    """Whether the librarians find on their desk that a topic with these things behind it is withdrawn."""
    return any(one.mark != "has_plan" for one in things)


def _boxes_to_book(topic_request, things, member):
    boxes = [one for one in things if one.word == "Box"]
    if not boxes or topic_request.state not in STILL_OPEN or not keeps_request(member, topic_request):
        return []
    loans = BoxBooking.objects.filter(request=topic_request).exclude(state=BoxBooking.State.CANCELLED)
    booked = set(loans.values_list("box", flat=True))
    return [one for one in boxes if one.key not in booked]


def _book_url(box, topic_request, member):
    return f"{address('booking_add', school_slug=member.school.slug, box_id=box.key)}?request={topic_request.pk}"
