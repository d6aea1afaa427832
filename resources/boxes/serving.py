"""Topic requests and the boxes that serve them: which could be linked, and linking them."""

from django.contrib.postgres.search import SearchQuery
from django.db import transaction

from collab.errors import AlreadyDone, Refused
from resources.boxes.locking import locked
from resources.catalogue.words import words_in
from resources.models import TopicRequest

MOST_WORDS, SHORTEST_WORD = 20, 4
MOST_OFFERED = 5


def requests_to_serve(box, *, today):
    """Requests of this term and later that have a word of the box's topics and are not linked to it, soonest first."""
    words = [word for word in words_in(box.topics or box.name) if len(word) >= SHORTEST_WORD][:MOST_WORDS]
    if not words:
        return TopicRequest.objects.none()
    query = SearchQuery(" | ".join(f"'{word}':*" for word in words), config="simple", search_type="raw")
    standing = TopicRequest.objects.filter(school=box.school_id, term__ends_on__gte=today, search=query).standing()
    linked = box.requests.through.objects.filter(resourcebox=box).values("topicrequest")
    found = standing.exclude(pk__in=linked).select_related("teacher", "term")
    return found.order_by("term__starts_on", "first_week", "pk")[:MOST_OFFERED]


@transaction.atomic
def serve(*, box, topic_request, by, now):
    """The box serves a request. Raises `AlreadyDone`, and `Refused` where the box is out of use."""
    box = locked(box)
    if box.retired_at:
        raise Refused(f"“{box}” is out of use.")
    if box.requests.filter(pk=topic_request.pk).exists():
        raise AlreadyDone("It is linked already.")
    box.requests.add(topic_request)


@transaction.atomic
def serve_no_more(*, box, topic_request, by, now):
    """The box serves a request no more. Raises `AlreadyDone`."""
    box = locked(box)
    if not box.requests.filter(pk=topic_request.pk).exists():
        raise AlreadyDone("It was not linked.")
    box.requests.remove(topic_request)
