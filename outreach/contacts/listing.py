"""The list of conversations: a page of rows, and the filters beside them."""

from dataclasses import dataclass

from django.utils.formats import date_format

from collab.addresses import address
from collab.choices import Choice, options
from collab.found import COUNTED_UP_TO, Found
from collab.models import Department, Member
from outreach.contacts.filters import NO_DEPARTMENT
from outreach.contacts.queries import with_names
from outreach.models import ContactLog

PAGE_SIZE = 50


@dataclass(frozen=True)
class Row:
    """One conversation in the list. `grew`: what came of it, as (icon, words, address) each."""

    url: str
    about: str
    who: str
    is_outside: bool
    department: str
    on: str
    by: str
    grew: list


def seen_as_asked(*, member, asked):
    """The conversations of the member's school, narrowed and in order, with what a row shows."""
    return with_names(asked.narrow(ContactLog.objects.visible_to(member)))


def table(*, member, asked):
    """The table: a page of rows and what stands around it. Two queries."""
    contacts = seen_as_asked(member=member, asked=asked)
    start = (asked.page - 1) * PAGE_SIZE
    rows = list(contacts[start : start + PAGE_SIZE + 1])
    total = contacts.order_by()[: COUNTED_UP_TO + 1].count()
    one, many = "conversation", "conversations"
    found = Found(rows[:PAGE_SIZE], asked.page, total, len(rows) > PAGE_SIZE, one=one, many=many)
    return {
        "asked": asked,
        "found": found,
        "rows": [row_of(contact) for contact in found.rows],
        "is_empty": not found.rows,
        "kept": asked.address().removeprefix("?"),
    }


def row_of(contact):
    """A conversation from `with_names` as the page shows it."""
    return Row(
        url=address("contact", school_slug=contact.school.slug, contact_id=contact.pk),
        about=contact.about,
        who=contact.with_member.name if contact.with_member else contact.with_name,
        is_outside=contact.with_member is None,
        department=contact.department.name if contact.department else "",
        on=date_format(contact.on, "j\u00a0M\u00a0Y"),
        by=contact.created_by.name,
        grew=grown_from(contact),
    )


def grown_from(contact):
    """What came of a conversation: list of (icon, words, address)."""
    slug, found = contact.school.slug, []
    if topic := contact.topic_request:
        url = address("topic_request", school_slug=slug, request_id=topic.pk)
        found.append(("lightbulb", f"Topic: {topic.topic}, {topic.term}", url))
    if plan := contact.plan:
        found.append(("journals", f"Plan: {plan.title}", address("plan", school_slug=slug, plan_id=plan.pk)))
    return found


def filters(*, member, asked):
    """The filters with their options. Three queries."""
    departments = [*Department.objects.visible_to(member).values_list("pk", "name"), (NO_DEPARTMENT, "No department")]
    contacts = ContactLog.objects.visible_to(member)
    return {
        "choices": [
            Choice("department", "Department", options(departments, asked.department)),
            Choice("person", "With", options(_people(contacts, "with_member"), asked.person), any="Everybody"),
            Choice("by", "Noted by", options(_people(contacts, "created_by"), asked.by), any="Everybody"),
        ]
    }


def _people(contacts, field):
    """Who stands in a field of conversations, by name."""
    people = Member.objects.filter(pk__in=contacts.order_by().values(field))
    return people.order_by("name", "pk").values_list("pk", "name")
