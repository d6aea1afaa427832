"""What can be begun from a topic request in one step: a box, a list, a purchase, a unit plan."""

from typing import NamedTuple

from collab.addresses import address
from collab.models import Role
from resources.topics.moves import STILL_OPEN

STEPS = (
    ("box_add", "Make a box", "box-seam", (Role.LIBRARIAN,)),
    ("resource_list_add", "Make a list", "list-check", (Role.LIBRARIAN, Role.TEACHER)),
    ("purchase_add", "Suggest a purchase", "cart", ()),
    ("plan_start", "Start a unit plan", "journals", (Role.LIBRARIAN, Role.TEACHER)),
)


class Step(NamedTuple):
    """A page that begins something for a request, its words and its icon."""

    url: str
    words: str
    icon: str


def steps_from(topic_request, member):
    """The Steps that the member may take from a request; none where nobody prepares it any more."""
    if topic_request.state not in STILL_OPEN:
        return []
    slug = member.school.slug
    return [
        Step(f"{address(page, school_slug=slug)}?request={topic_request.pk}", words, icon)
        for page, words, icon, roles in STEPS
        if not roles or member.has_role(*roles)
    ]
