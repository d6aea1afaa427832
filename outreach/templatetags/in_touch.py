"""The ways between the pages on which the library keeps in touch."""

from django import template

from collab.addresses import address
from collab.models import Role

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
