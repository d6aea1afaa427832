"""The ways between the pages of a place: tabs below the title of each."""

from django import template

from collab.addresses import address
from collab.models import Role

register = template.Library()

TOPICS = (
    ("topics", "Your topics", ()),
    ("topic_board", "Term board", (Role.LIBRARIAN, Role.LEADER)),
    ("curriculum_map", "Curriculum map", ()),
)
LIBRARY = (
    ("catalogue", "Catalogue", ()),
    ("boxes", "Boxes", ()),
    ("bookings", "Loans", ()),
    ("resource_lists", "Lists", ()),
    ("purchases", "Purchases", ()),
    ("weedings", "Weeding", (Role.LIBRARIAN,)),
)


@register.inclusion_tag("components/tabs.html", takes_context=True)
def topic_tabs(context, current):
    """The pages of topics; `current` is the URL name of the one that is open."""
    return _tabs(context, TOPICS, current, "Topics")


@register.inclusion_tag("components/tabs.html", takes_context=True)
def library_tabs(context, current):
    """The pages of the library; `current` is the URL name of the one that is open."""
    return _tabs(context, LIBRARY, current, "Library")


def _tabs(context, pages, current, label):
    member = context["member"]
    items = [
        (title, address(name, school_slug=member.school.slug), name == current)
        for name, title, roles in pages
        if not roles or member.has_role(*roles)
    ]
    return {"items": items, "label": label}
