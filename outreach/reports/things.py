"""What is behind a number, thing by thing: how those of each kind are found, and what is said of each.

All are read through `visible_to`: a number may count what its reader may not open; the list says how many these are.
"""

from dataclasses import dataclass

from django.db.models import F

from collab.addresses import address
from collab.models import Member, Role
from collab.when import dates
from outreach.models import CallInvitation, ContactLog, ProgrammePlacing
from outreach.reports.shape import Of
from planning.models import Barrier, Lesson, Partner, UnitPlan
from resources.models import BoxBooking, PurchaseSuggestion, ResourceList, TopicRequest


@dataclass(frozen=True)
class Thing:
    """One line of the list; without `url` there is no page to open."""

    key: int
    title: str
    detail: str
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """`find`: the things of it that a member may see, a queryset in order; `show`: (thing, slug, member) → Thing."""

    one: str
    many: str
    find: object
    show: object


def _plans(member):
    return UnitPlan.objects.visible_to(member).select_related("term", "department").order_by("title", "pk")


def _plan(plan, slug, _):
    return Thing(plan.pk, plan.title, _joined(plan.term, plan.department), _to("plan", slug, plan_id=plan.pk))


def _of_plan(model, *order):
    return lambda member: model.objects.visible_to(member).select_related("plan").order_by("plan__title", *order, "pk")


def _lesson(lesson, slug, _):
    said = _joined(lesson.plan.title, dates(lesson.taught_on, None), lesson.get_co_teaching_display())
    return Thing(lesson.pk, lesson.focus, said, _to("stage", slug, plan_id=lesson.plan_id, number=lesson.stage))


def _barrier(barrier, slug, _):
    said = _joined(barrier.plan.title, barrier.counter_measure, barrier.outcome)
    return Thing(barrier.pk, str(barrier), said, _to("stage", slug, plan_id=barrier.plan_id, number=barrier.stage))


def _partners(member):
    return _of_plan(Partner)(member).select_related("plan", "member")


def _partner(partner, slug, _):
    said = _joined(partner.organisation, partner.plan.title)
    return Thing(partner.pk, str(partner), said, _to("plan", slug, plan_id=partner.plan_id))


def _members(member):
    return Member.objects.visible_to(member).prefetch_related("departments").order_by("name", "pk")


def _member(person, slug, _):
    said = ", ".join(department.name for department in person.departments.all()) or "No department"
    return Thing(person.pk, person.name, said, _to("person", slug, member_id=person.pk))


def _requests(member):
    return TopicRequest.objects.visible_to(member).select_related("teacher", "term").order_by("topic", "pk")


def _request(request, slug, _):
    said = _joined(request.teacher, request.term, request.get_state_display())
    return Thing(request.pk, request.topic, said, _to("topic_request", slug, request_id=request.pk))


def _bookings(member):
    return BoxBooking.objects.visible_to(member).select_related("box", "borrower").order_by("starts_on", "pk")


def _booking(booking, slug, _):
    said = _joined(booking.borrower, dates(booking.starts_on, booking.ends_on), booking.get_state_display())
    return Thing(booking.pk, booking.box.name, said, _to("booking", slug, booking_id=booking.pk))


def _lists(member):
    return ResourceList.objects.visible_to(member).select_related("owner").order_by("title", "pk")


def _list(resource_list, slug, _):
    said = str(resource_list.owner)
    return Thing(resource_list.pk, resource_list.title, said, _to("resource_list", slug, list_id=resource_list.pk))


def _purchases(member):
    return PurchaseSuggestion.objects.visible_to(member).select_related("created_by").order_by("title", "pk")


def _purchase(purchase, slug, _):
    said = _joined(purchase.created_by, purchase.get_state_display())
    return Thing(purchase.pk, purchase.title, said, _to("purchase", slug, purchase_id=purchase.pk))


def _contacts(member):
    return ContactLog.objects.visible_to(member).select_related("with_member", "department").order_by("-on", "pk")


def _contact(contact, slug, member):
    """What was said is read by librarians alone, with whom and when by all who see the number."""
    who = f"A conversation with {contact.with_member or 'somebody from outside'}"
    said = _joined(dates(contact.on, None), contact.department)
    if not member.has_role(Role.LIBRARIAN):
        return Thing(contact.pk, who, said)
    return Thing(contact.pk, contact.about, _joined(who, said), _to("contact", slug, contact_id=contact.pk))


def _invitations(member):
    found = CallInvitation.objects.filter(call__school_id=member.school_id)
    return found.select_related("teacher", "call__term").order_by("-call__term__starts_on", "teacher__name", "pk")


def _invitation(invitation, slug, member):
    said = _joined(f"Asked for {invitation.call.term}", _reminded(invitation.reminders))
    if not member.has_role(Role.LIBRARIAN, Role.LEADER):
        return Thing(invitation.pk, invitation.teacher.name, said)
    return Thing(invitation.pk, invitation.teacher.name, said, _to("topic_call", slug, call_id=invitation.call_id))


def _reminded(times):
    return {0: "", 1: "reminded once", 2: "reminded twice"}.get(times, f"reminded {times} times")


def _placings(member):
    return ProgrammePlacing.objects.visible_to(member).order_by("-year", "pk")


def _placing(placing, slug, _):
    said = _joined(placing.get_edition_display(), placing.note)
    return Thing(placing.pk, str(placing), said, _to("programme", slug))


def _joined(*said):
    """“Ben Okafor · Term 3, 2026”, of what there is."""
    return " · ".join(str(each) for each in said if each)


def _to(name, slug, **key):
    return address(name, school_slug=slug, **key)


KINDS = {
    Of.PLAN: Kind("unit", "units", _plans, _plan),
    Of.LESSON: Kind("lesson", "lessons", _of_plan(Lesson, F("taught_on").asc(nulls_last=True)), _lesson),
    Of.MEMBER: Kind("person", "people", _members, _member),
    Of.REQUEST: Kind("topic", "topics", _requests, _request),
    Of.BOOKING: Kind("loan", "loans", _bookings, _booking),
    Of.LIST: Kind("list", "lists", _lists, _list),
    Of.PURCHASE: Kind("purchase", "purchases", _purchases, _purchase),
    Of.CONTACT: Kind("conversation", "conversations", _contacts, _contact),
    Of.INVITATION: Kind("teacher who was asked", "teachers who were asked", _invitations, _invitation),
    Of.BARRIER: Kind("barrier", "barriers", _of_plan(Barrier), _barrier),
    Of.PARTNER: Kind("partner on a unit", "partners on units", _partners, _partner),
    Of.PLACING: Kind("placing", "placings", _placings, _placing),
}
