"""Named reads of conversations: one with its people, one's own last ones, and how many there were in a period."""

from typing import NamedTuple

from django.db.models import Count
from django.http import Http404

from outreach.models import ContactLog
from resources.models import TopicRequest

LATELY = 3
TOPICS_SHOWN = 12


class Talked(NamedTuple):
    """How often the library talked within a period, for one department or (None) for none.

    `people`: how many different colleagues; `outside`: how many of the conversations were with people from outside.
    """

    department: str | None
    conversations: int
    people: int
    outside: int


def with_names(contacts):
    """Adds the people of conversations, and what grew out of them."""
    named = ("school", "with_member", "department", "created_by", "topic_request__term", "plan")
    return contacts.select_related(*named)


def contact_of(member, contact_id):
    """One conversation with its people and with what grew out of it, or None."""
    return with_names(ContactLog.objects.visible_to(member).filter(pk=contact_id)).first()


def contact_or_404(member, contact_id):
    """The same on a page, which is not there for a conversation that is not."""
    found = contact_of(member, contact_id)
    if found is None:
        raise Http404
    return found


def noted_lately(member):
    """The conversations that a member noted last, the latest first."""
    contacts = ContactLog.objects.visible_to(member).filter(created_by=member)
    return list(with_names(contacts.order_by("-pk"))[:LATELY])


def last_with(person, member):
    """The last conversations with a colleague that a member may see, the latest first; and whether there are more."""
    contacts = ContactLog.objects.visible_to(member).filter(with_member=person).select_related("school")
    found = list(contacts.order_by("-on", "-pk")[: LATELY + 1])
    return found[:LATELY], len(found) > LATELY


def topics_of(contact, member):
    """The topics that the colleague of a conversation has said, as a member may see them; none for an outsider."""
    return TopicRequest.objects.visible_to(member).standing().filter(teacher=contact.with_member_id)


def topics_ahead(contact, member, *, today):
    """Those of this term and the ones to come, with their term, soonest first."""
    ahead = topics_of(contact, member).filter(term__ends_on__gte=today).select_related("term")
    return list(ahead.order_by("term__starts_on", "first_week", "topic", "pk")[:TOPICS_SHOWN])


def contacts_in(*, school, first, last):
    """The conversations of a period (two days, both counted) by department: list of `Talked`, by name."""
    contacts = ContactLog.objects.filter(school=school, on__range=(first, last)).order_by("department__name")
    counted = contacts.values("department__name").annotate(
        conversations=Count("pk"),
        people=Count("with_member", distinct=True),
        inside=Count("with_member"),
    )
    return [
        Talked(
            department=one["department__name"],
            conversations=one["conversations"],
            people=one["people"],
            outside=one["conversations"] - one["inside"],
        )
        for one in counted
    ]
