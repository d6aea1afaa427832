"""What passes on when a teacher leaves: the topics that the library still has to do with."""

from collab.people.handover import SHOWN, Holding
from collab.writing import stamp
from resources.models import NothingThisTime, TopicRequest
from resources.moves import write_down
from resources.topics.moves import STILL_OPEN


class TopicsHandover:
    """Topic requests that are not done. Those that are keep whose they were, and so does who asked and moved them."""

    def holdings(self, member, *, seen_by):
        requests = _open_requests(member).select_related("term", "school")
        count = requests.count()
        if count:
            items = tuple((f"{one}, {one.term}", _address(one, seen_by)) for one in requests[:SHOWN])
            yield Holding("Topics that are not done yet", count, items, "The new owner teaches them.")

    def hand_over(self, *, member, to, by, now):
        requests = list(_open_requests(member).select_for_update(no_key=True, of=("self",)))
        found = TopicRequest.objects.filter(pk__in=[one.pk for one in requests])
        found.update(teacher=to, **stamp(by=by, now=now))
        NothingThisTime.objects.filter(teacher=to, term__in={one.term_id for one in requests}).delete()
        for one in requests:
            why = f"{member.name} left; {to.name} took over."
            write_down(one, was=one.state, became=one.state, by=by, now=now, why=why)


def _open_requests(member):
    requests = TopicRequest.objects.visible_to(member).of(member).filter(state__in=STILL_OPEN)
    return requests.order_by("term__starts_on", "first_week", "topic")


def _address(topic_request, seen_by):
    return topic_request.get_absolute_url() if topic_request.school_id == seen_by.school_id else ""
