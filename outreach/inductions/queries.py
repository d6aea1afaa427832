"""Named reads of new colleagues: who they are, how far they are, and whom nobody has met yet."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, Subquery

from collab.models import Member, Role
from outreach.models import ContactLog
from planning.models import Contribution
from resources.models import TopicRequest

NEW_FOR = timedelta(days=365)
WITH_THE_SCHOOL = timedelta(days=30)  # Whoever is entered that soon was there before Collab was.


class NotMet(NamedTuple):
    """A new colleague whom nobody of the library has met yet, and since when they are here."""

    member_id: int
    name: str
    created_at: datetime


def new_people(*, school, now):
    """The new teachers of a school with how far each is, the newest first; those who were set aside among them.

    New is who was entered within the last year, and not in the first month of the school. Each comes with `induction`
    (or none) and its people, `talked_on` and `talked_by` of the first conversation, `first_topic` and `topic_at`, and
    `first_plan` (its key), `plan_title` and `plan_at` of the first plan in which they have had a part as a partner.
    """
    talked = ContactLog.objects.filter(with_member=OuterRef("pk")).order_by("on", "pk")
    topics = TopicRequest.objects.filter(teacher=OuterRef("pk")).exclude(state=TopicRequest.State.WITHDRAWN)
    topics = topics.order_by("created_at", "pk")
    parts = Contribution.objects.filter(member=OuterRef("pk"), plan__partners__member=OuterRef("pk"))
    parts = parts.order_by("first_at", "pk")
    since = max(now - NEW_FOR, school.created_at + WITH_THE_SCHOOL)
    people = Member.objects.filter(school=school, created_at__gt=since).active().with_role(Role.TEACHER)
    return (
        people.select_related("school", "induction__met_by", "induction__shown_by", "induction__set_aside_by")
        .annotate(
            talked_on=Subquery(talked.values("on")[:1]),
            talked_by=Subquery(talked.values("created_by__name")[:1]),
            first_topic=Subquery(topics.values("topic")[:1]),
            topic_at=Subquery(topics.values("created_at")[:1]),
            first_plan=Subquery(parts.values("plan")[:1]),
            plan_title=Subquery(parts.values("plan__title")[:1]),
            plan_at=Subquery(parts.values("first_at")[:1]),
        )
        .order_by("-created_at", "name", "pk")
    )


def under_way(people):
    """Those of `new_people` who are on the list: without a first unit, and not set aside."""
    return people.filter(first_plan__isnull=True, induction__set_aside_at__isnull=True)


def finished(people):
    """Those of `new_people` who have planned their first unit, the latest first."""
    return people.filter(first_plan__isnull=False).order_by("-plan_at", "name", "pk")


def set_aside(people):
    """Those of `new_people` whom somebody took off the list before their first unit."""
    return people.filter(first_plan__isnull=True, induction__set_aside_at__isnull=False)


def not_met_yet(*, school, now):
    """Whom of the list nobody has met yet, the newest first: list of `NotMet`. One query, for the desk.

    Met is who was noted as met or as shown round, and with whom there was a conversation.
    """
    is_met = Q(induction__met_on__isnull=False) | Q(induction__shown_on__isnull=False) | Q(talked_on__isnull=False)
    people = under_way(new_people(school=school, now=now)).exclude(is_met)
    return [NotMet(*row) for row in people.values_list("pk", F("name"), "created_at")]
