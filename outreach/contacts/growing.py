"""Named writes: a conversation grows into a topic request or a plan, which it then points to.

Both happen in one transaction, by the actions of the rooms below, which know nothing of conversations: so nothing can
come of one without its line saying so, and a button that is pressed twice makes one thing.
"""

from django.db import transaction

from collab.errors import AlreadyDone, Refused, RowGone
from outreach.contacts.queries import topics_of
from outreach.models import ContactLog
from planning.models import Partner
from planning.rows.actions import add_row
from planning.unit_plan.actions import start_plan
from resources.topics.actions import ask_topics


class GrownBefore(AlreadyDone):
    """It came of this conversation before. `thing`: the topic request or the plan."""

    def __init__(self, thing):
        self.thing = thing
        super().__init__(f"“{thing}” came of this conversation already.")


@transaction.atomic
def grow_topic(*, contact, teacher, term, values, by, now):
    """A topic of a teacher for a term out of a conversation. Returns the TopicRequest.

    `values` are those of one topic of `ask_topics`. Raises `GrownBefore`, `RowGone`, and what `ask_topics` raises.
    """
    current = _locked(contact)
    if current.topic_request:
        raise GrownBefore(current.topic_request)
    [made] = ask_topics(teacher=teacher, term=term, topics=[values], by=by, now=now)
    ContactLog.objects.filter(pk=current.pk).update(topic_request=made)
    return made


@transaction.atomic
def link_topic(*, contact, request_id, by):
    """The conversation points to a topic that its colleague has said already. Returns the TopicRequest.

    Raises `GrownBefore`, `RowGone`, and `Refused` for a topic that is none of theirs, or no more.
    """
    current = _locked(contact)
    if current.topic_request:
        raise GrownBefore(current.topic_request)
    topic = topics_of(current, by).filter(pk=request_id).first()
    if topic is None:
        raise Refused("This topic is not there any more. Choose again.")
    ContactLog.objects.filter(pk=current.pk).update(topic_request=topic)
    return topic


@transaction.atomic
def grow_plan(*, contact, title, partner, term, about, by, now):
    """A plan out of a conversation; somebody from outside becomes a partner of it by name. Returns the UnitPlan.

    `about`: further fields of the plan's head. Raises `GrownBefore`, `RowGone`, and what `start_plan` raises.
    """
    current = _locked(contact)
    if current.plan:
        raise GrownBefore(current.plan)
    plan = start_plan(school=by.school, title=title, partner=partner, term=term, by=by, now=now, **about)
    if current.with_name:
        outside = {"kind": Partner.Kind.OUTSIDE, "name": current.with_name}
        add_row(model=Partner, plan=plan, values=outside, by=by, now=now)
    ContactLog.objects.filter(pk=current.pk).update(plan=plan)
    return plan


def _locked(contact):
    """The conversation as it stands, locked until the transaction ends."""
    current = ContactLog.objects.select_for_update().filter(pk=contact.pk).first()
    if current is None:
        raise RowGone
    return current
