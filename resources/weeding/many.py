"""Many titles are proposed for weeding at once, for one reason: what cannot be is skipped, and named."""

from dataclasses import dataclass, field
from operator import attrgetter

from django.db import transaction

from collab.errors import Refused
from collab.models import Member
from resources.advice.actions import ask_advice
from resources.weeding.actions import propose_weeding


@dataclass
class Proposed:
    """What came of it. `skipped`: (title, why it was) of each that was not proposed.

    `asked`: the head of department who is asked about each, or None; `not_asked`: why not, if it was wanted.
    """

    proposals: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    asked: Member | None = None
    not_asked: str = ""


@transaction.atomic
def propose_many(*, resources, why, department, asks_head, by, now):
    """Asks of each title whether it may go, and the head of the department about each. Returns what came of it.

    In the order of their keys, so that two who do this at once never wait for each other.
    """
    done = Proposed()
    about = {"why": why, "department": department, "by": by, "now": now}
    for resource in sorted(resources, key=attrgetter("pk")):
        try:
            done.proposals.append(propose_weeding(resource=resource, **about))
        except Refused:
            done.skipped.append((resource, f"is {'withdrawn' if resource.withdrawn_at else 'proposed'} already"))
    if asks_head and done.proposals:
        _ask_the_head(done, department, by=by, now=now)
    return done


def _ask_the_head(done, department, *, by, now):
    head = department and department.head
    if head is None:
        missing = f"{department} has no head" if department else "No department is named"
        done.not_asked = f"{missing}, so that nobody is asked yet."
        return
    try:
        for proposal in done.proposals:
            ask_advice(thing=proposal, of=head, by=by, now=now)
    except Refused as refusal:
        done.not_asked = str(refusal)
    else:
        done.asked = head
