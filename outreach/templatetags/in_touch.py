"""The ways between the pages on which the library keeps in touch."""

from django import template

from collab.addresses import address
from collab.models import Role
from outreach.contacts.queries import last_with

register = template.Library()

LIBRARIAN, LEADER, ADMINISTRATOR = Role.LIBRARIAN, Role.LEADER, Role.ADMINISTRATOR
PAGES = (
    ("in_touch", "Departments", (LIBRARIAN, LEADER)),
    ("topic_calls", "Topic calls", (LIBRARIAN, LEADER)),
    ("contacts", "Conversations", (LIBRARIAN,)),
    ("inductions", "New colleagues", (LIBRARIAN,)),
    ("digest_editions", "Digest", (LIBRARIAN,)),
    ("messages", "Mail", (LIBRARIAN, ADMINISTRATOR)),
)


@register.inclusion_tag("components/tabs.html", takes_context=True)
def in_touch_tabs(context, current):
    """The pages of being in touch; `current` is the URL name of the one that is open."""
    member = context["member"]
    items = [
        (title, address(name, school_slug=member.school.slug), name == current)
        for name, title, roles in PAGES
        if member.has_role(*roles)
    ]
    return {"items": items, "label": "In touch"}


@register.inclusion_tag("outreach/contacts/with_person.html", takes_context=True)
def in_touch_with(context, person):
    """On a colleague's page: the ways for a librarian to be in touch with them, and the last conversations."""
    reader = context["member"]
    if not reader.is_librarian or not person.is_active or person.pk == reader.pk:
        return {}
    contacts, has_more = last_with(person, reader)
    slug, asks = reader.school.slug, f"?with={person.pk}"
    may_plan = person.is_teacher or person.is_librarian
    return {
        "person": person,
        "contacts": contacts,
        "has_more": has_more,
        "all_url": f"{address('contacts', school_slug=slug)}?person={person.pk}",
        "talk_url": f"{address('contact_add', school_slug=slug)}{asks}",
        "plan_url": f"{address('plan_start', school_slug=slug)}{asks}" if may_plan else "",
    }
