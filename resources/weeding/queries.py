"""Reads of weeding proposals."""

from django.db.models import Prefetch

from collab.found import COUNTED_UP_TO, Found
from resources.models import Advice, WeedingMove, WeedingProposal

PAGE_SIZE = 50


def proposals_with_everything(member):
    """The proposals that a member may see, each with its title, its people, its advice and its moves."""
    advice = Advice.objects.select_related("asked_of", "asked_by", "answered_by")
    moves = WeedingMove.objects.select_related("by")
    return (
        WeedingProposal.objects.visible_to(member)
        .select_related("school", "created_by", "department__head", "resource__school")
        .prefetch_related(Prefetch("advice", advice), Prefetch("moves", moves))
    )


def proposals_in(*, member, state):
    """The proposals in a state, or all (an empty `state`), each with its title, its people and its advice."""
    found = WeedingProposal.objects.visible_to(member)
    if state:
        found = found.filter(state=state)
    advice = Advice.objects.select_related("asked_of")
    return found.select_related("school", "resource", "department", "created_by").prefetch_related(
        Prefetch("advice", advice)
    )


def page_of_proposals(*, member, state, number):
    """One page of the proposals in a state, or of all (an empty `state`), as `Found`."""
    found = proposals_in(member=member, state=state)
    start = (number - 1) * PAGE_SIZE
    rows = list(found[start : start + PAGE_SIZE + 1])
    total = found.order_by()[: COUNTED_UP_TO + 1].count()
    has_next = len(rows) > PAGE_SIZE
    return Found(rows[:PAGE_SIZE], number, total, has_next, one="proposal", many="proposals")
