"""The people of a call and the topics that came, as rows of its page."""

from urllib.parse import urlencode

from collab.addresses import address
from collab.found import Found
from collab.when import clock
from outreach.calls import queries
from outreach.models import Message

PEOPLE_ON_A_PAGE = 50
TOPICS_SHOWN = 20


def people(call, asked, *, may_keep, now):
    """A page of the people whom the address asks for; `may_keep`: whether the reader can do something about them."""
    places = queries.people_of(call, department=asked.department, answered=asked.answered)
    start = (asked.page - 1) * PEOPLE_ON_A_PAGE
    rows = list(places[start : start + PEOPLE_ON_A_PAGE + 1])
    has_next = len(rows) > PEOPLE_ON_A_PAGE
    rows = [_person(place, call, may_keep, now) for place in rows[:PEOPLE_ON_A_PAGE]]
    return Found(rows, asked.page, len(rows), has_next, one="person", many="people")


def _person(place, call, may_keep, now):
    slug = call.school.slug
    is_answered = place.has_topics or place.has_nothing
    has_address = bool(place.teacher.email)
    return {
        "pk": place.pk,
        "name": place.teacher.name,
        "url": address("person", school_slug=slug, member_id=place.teacher_id),
        "topics": ", ".join(place.topics),
        "words": "Answered" if place.has_topics else "Nothing this time" if place.has_nothing else "Not yet",
        "tone": "good" if is_answered else "plain",
        "notes": _notes(place, now),
        "mail": Message.State(place.mail).label if place.mail in queries.FAILED else "",
        "mail_url": address("message", school_slug=slug, message_id=place.mail_id)
        if may_keep and place.mail_id
        else "",
        "say_url": say_url(place, call) if may_keep and not is_answered else "",
        "can_revoke": may_keep and place.revoked_at is None and place.mail is not None,
        "can_send": may_keep and has_address and (place.revoked_at is not None or place.mail is None),
    }


def _notes(place, now):
    """What one should know of a place besides the answer, in short sentences."""
    if place.handed_to:
        yield f"{place.handed_to.name} is asked to answer"
    if place.reminders:
        times = "once" if place.reminders == 1 else "twice"
        yield f"Reminded {times}, last {clock(place.reminded_at, now)}"
    if place.revoked_at:
        yield "The link was ended"
    if not place.teacher.email:
        yield "No e-mail address"


def say_url(place, call):
    """The form on which a librarian writes down what a teacher says at the counter."""
    form = address("topics_ask", school_slug=call.school.slug)
    return f"{form}?{urlencode({'teacher': place.teacher_id, 'term': call.term_id})}"


def topics(call, asked, *, now):
    """The latest topics, with the address of each."""
    return [
        {
            "url": address("topic_request", school_slug=call.school.slug, request_id=one.pk),
            "topic": one.topic,
            "about": " · ".join(filter(None, (one.teacher.name, one.department and one.department.name))),
            "came": clock(one.created_at, now),
        }
        for one in queries.latest_topics(call, department=asked.department)[:TOPICS_SHOWN]
    ]
