"""Who has answered a call, and what was said: read off the topic requests, whichever way they came."""

from django.db.models import Exists, OuterRef

from outreach.models import CallInvitation
from resources.models import NothingThisTime, TopicRequest
from resources.topics.terms import a_year_before

MOST_OF_LAST_YEAR = 12


def topics_of(term_id):
    """The topics that were said for a term and not withdrawn. In a subquery the term may be an `OuterRef`."""
    return TopicRequest.objects.filter(term_id=term_id).exclude(state=TopicRequest.State.WITHDRAWN)


def with_answers(invitations, term_id):
    """Adds `has_topics` and `has_nothing` to invitations; one of them is an answer."""
    return invitations.annotate(
        has_topics=Exists(topics_of(term_id).filter(teacher=OuterRef("teacher"))),
        has_nothing=Exists(NothingThisTime.objects.filter(term_id=term_id, teacher=OuterRef("teacher"))),
    )


def unanswered(call):
    """The invitations of a call without an answer."""
    invitations = CallInvitation.objects.filter(call=call)
    return with_answers(invitations, call.term_id).filter(has_topics=False, has_nothing=False)


def last_year(term, teachers):
    """What teachers taught in the same term a year ago: key of the teacher → topics, as texts. Two queries."""
    before = a_year_before(term)
    if before is None:
        return {}
    said = topics_of(before.pk).standing().filter(teacher__in=teachers).order_by("first_week", "topic", "pk")
    found = {}
    for teacher, topic in said.values_list("teacher_id", "topic"):
        topics = found.setdefault(teacher, [])
        if topic not in topics and len(topics) < MOST_OF_LAST_YEAR:
            topics.append(topic)
    return found
