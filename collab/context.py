"""What every template knows: the school, the member, and the way around. Runs no query."""

from dataclasses import dataclass

from collab.addresses import address
from collab.models import Role


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation."""

    url: str
    label: str
    icon: str
    is_current: bool


PLACES = (
    ("desk", "Desk", "house-door", ()),
    ("plans", "Plans", "journals", ()),
    ("topics", "Topics", "lightbulb", ()),
    ("catalogue", "Library", "collection", ()),
    ("in_touch", "In touch", "chat-dots", (Role.LIBRARIAN, Role.LEADER)),
    ("reports", "Reports", "bar-chart", (Role.LIBRARIAN, Role.LEADER)),
    ("people", "People", "people", ()),
    ("school_settings", "School", "gear", (Role.ADMINISTRATOR, Role.LIBRARIAN)),
)
# Whoever looks after everybody's topics comes to the board first, and not to topics of their own.
OPENS_WITH = {"topics": ("topic_board", (Role.LIBRARIAN, Role.LEADER))}


def school(request):
    """`school`, `member` and `nav`; on the pages of an account those of `at_home`, elsewhere None and empty."""
    member = getattr(request, "member", None) or getattr(request, "at_home", None)
    if member is None:
        return {"school": None, "member": None, "nav": []}
    return {"school": member.school, "member": member, "nav": list(_places(request, member))}


def _places(request, member):
    here = request.path
    home = address("desk", school_slug=member.school.slug)
    for name, label, icon, roles in PLACES:
        if roles and not member.has_role(*roles):
            continue
        below = address(name, school_slug=member.school.slug)
        first, of_roles = OPENS_WITH.get(name, (name, ()))
        url = address(first, school_slug=member.school.slug) if member.has_role(*of_roles) else below
        yield Place(url, label, icon, here == below if below == home else here.startswith(below))
