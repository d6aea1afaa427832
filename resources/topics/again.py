"""Topics of an earlier term that are taught once more: said again as they were, with one tap."""

from django.db import transaction

from collab.errors import AlreadyDone
from resources.models import TopicRequest
from resources.topics.actions import ask_topics, move_request, one_teacher_at_a_time
from resources.topics.forms import students_in

AS_BEFORE = ("topic", "subject", "reads_from", "reads_to", "help_wanted", "note")
State = TopicRequest.State


@transaction.atomic
def say_again(*, teacher, term, requests, by, now):
    """Asks for a term what a teacher had asked for in an earlier one: `requests`, TopicRequests of theirs.

    What was taken over and then withdrawn is asked for again; what was taken over otherwise stands as it is. Returns
    how many are asked for now that were not. Raises `AlreadyDone` for none, and what `ask_topics` raises.
    """
    one_teacher_at_a_time(teacher)
    copies = TopicRequest.objects.of(teacher).in_term(term).filter(copied_from__in=requests)
    taken = {one.copied_from_id for one in copies}
    withdrawn = [one for one in copies if one.state == State.WITHDRAWN]
    for one in withdrawn:
        move_request(topic_request=one, to=State.ASKED, by=by, now=now)
    topics = [_as_before(one, term) for one in requests if one.pk not in taken]
    if topics:
        ask_topics(teacher=teacher, term=term, topics=topics, by=by, now=now)
    if not topics and not withdrawn:
        raise AlreadyDone("The library has this already.")
    return len(topics) + len(withdrawn)


def _as_before(topic_request, term):
    """What a request says, for another term: its weeks as far as that has them, its students counted anew."""
    values = {name: getattr(topic_request, name) for name in AS_BEFORE} | {"copied_from": topic_request}
    values |= {name: list(getattr(topic_request, name).all()) for name in ("year_levels", "classes")}
    if topic_request.last_week in {number for number, _, _ in term.weeks()}:
        values |= {"first_week": topic_request.first_week, "last_week": topic_request.last_week}
    return values | {"students": students_in(values["classes"]) if values["classes"] else topic_request.students}
