"""Whom the library has reached this school year, and when it last talked with whom: named reads over all of it.

A teacher counts as reached by a conversation (to be met as a new colleague, or shown round, is one), by a topic that
the library has taken up or answered, by a plan with a librarian in which they have had a part, or by a loan.
Talked is what was said face to face: conversations, and new colleagues met and shown round.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Max, OuterRef, Subquery
from django.db.models.functions import Greatest

from collab.models import Department, Member, Role
from outreach.models import ContactLog
from planning.models import Contribution, Partner, UnitPlan
from resources.budgets.years import at_hand, years_of
from resources.models import BoxBooking, TopicRequest

A_YEAR = timedelta(days=365)
EVER = date(1900, 1, 1)
LENT = (BoxBooking.State.OUT, BoxBooking.State.RETURNED)
NOT_TAKEN_UP = (TopicRequest.State.ASKED, TopicRequest.State.WITHDRAWN)


@dataclass(frozen=True)
class Since:
    """From which day on it counts, and how that is called: the school year at hand, “2026”, or twelve months."""

    day: date
    year: str
    moment: datetime

    @property
    def words(self):
        return f"in {self.year}" if self.year else "within twelve months"


class Colleague(NamedTuple):
    """One active member. `departments`: their keys; `talked_on`: when the library last talked with them."""

    key: int
    name: str
    email: str
    prefers: str
    is_teacher: bool
    departments: list
    talked_on: date | None
    is_reached: bool


class Coming(NamedTuple):
    """What a department has coming up in one term: how many topics, the names of them, how many plans."""

    topics: list
    plans: int


def since_when(*, member, today):
    """`Since` for the school year at hand, the holidays before it included; all days where it is the first one."""
    year = at_hand(years_of(member, today=today))
    day = today - A_YEAR if year is None else year.first_day or EVER
    return Since(day, year.name if year else "", datetime.combine(day, time.min, tzinfo=member.school.zone))


def colleagues(*, member, since):
    """Everybody of the school, by name, each with whether they were reached since then. One query."""
    contacts = ContactLog.objects.filter(with_member=OuterRef("pk")).order_by("-on")
    topics = TopicRequest.objects.filter(teacher=OuterRef("pk"), term__ends_on__gte=since.day).exclude(
        state__in=NOT_TAKEN_UP
    )
    with_librarian = Partner.objects.filter(kind=Partner.Kind.LIBRARIAN, plan=OuterRef("plan"))
    parts = Contribution.objects.filter(Exists(with_librarian), member=OuterRef("pk"), last_at__gte=since.moment)
    loans = BoxBooking.objects.filter(borrower=OuterRef("pk"), state__in=LENT, out_at__gte=since.moment)
    memberships = Member.departments.through.objects.filter(member=OuterRef("pk")).order_by("department__name")
    people = (
        Member.objects.visible_to(member)
        .active()
        .annotate(
            of=ArraySubquery(memberships.values("department")),
            talked_on=Greatest(Subquery(contacts.values("on")[:1]), "induction__met_on", "induction__shown_on"),
            has_topic=Exists(topics),
            has_plan=Exists(parts),
            has_loan=Exists(loans),
        )
        .order_by("name", "pk")
    )
    columns = ("pk", "name", "email", "contact_by", "roles", "of", "talked_on", "has_topic", "has_plan", "has_loan")
    return [_colleague(since, *row) for row in people.values_list(*columns)]


def _colleague(since, key, name, email, prefers, roles, of, talked_on, *did):
    """A row as a Colleague; whoever is a librarian too is the library, and not reached by it."""
    is_teacher = Role.TEACHER in roles and Role.LIBRARIAN not in roles
    is_reached = any(did) or (talked_on is not None and talked_on >= since.day)
    return Colleague(key, name, email, prefers, is_teacher, of, talked_on, is_reached)


def departments(*, member):
    """The departments of the school by name, with head and champion, and `filed_on`: their last conversation."""
    found = Department.objects.visible_to(member).select_related("head", "champion")
    return list(found.annotate(filed_on=Max("contacts__on")).order_by("name"))


def coming_up(*, member, terms):
    """What the departments have coming up: (key of the department or None, key of the term) → `Coming`. Two queries."""
    requests = TopicRequest.objects.visible_to(member).standing().filter(term__in=terms).order_by()
    topics = requests.values_list("department", "term").annotate(names=ArrayAgg("topic", order_by="topic"))
    started = UnitPlan.objects.visible_to(member).filter(term__in=terms).order_by()
    plans = started.values_list("department", "term").annotate(number=Count("pk"))
    topics = {(department, term): names for department, term, names in topics}
    plans = {(department, term): number for department, term, number in plans}
    return {place: Coming(topics.get(place, []), plans.get(place, 0)) for place in topics.keys() | plans.keys()}
