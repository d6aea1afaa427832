"""The list of proposals as a table for spreadsheets: the same as on screen, with more columns."""

from django.db.models import Prefetch

from resources.advice.words import in_words
from resources.models import WeedingMove
from resources.weeding.queries import proposals_in
from resources.weeding.states import NEXT

AT_ONCE = 500
HEADER = (
    "Title",
    "Creators",
    "Year",
    "Location",
    "Call number",
    "Why",
    "State",
    "Decided because",
    "Decided by",
    "Decided on",
    "Department",
    "Advice",
    "Proposed by",
    "Proposed on",
)


def rows_of_proposals(*, member, state):
    """The rows under `HEADER`, one proposal at a time, read in bunches."""
    moves = Prefetch("moves", WeedingMove.objects.select_related("by"))
    for proposal in proposals_in(member=member, state=state).prefetch_related(moves).iterator(chunk_size=AT_ONCE):
        yield row_of(proposal, member.school)


def row_of(proposal, school):
    """One proposal as a list of cells."""
    title = proposal.resource
    decision = next((move for move in proposal.moves.all() if not NEXT[move.became]), None)
    return [
        title.title,
        ", ".join(title.creators),
        title.year,
        title.location,
        title.call_number,
        proposal.why,
        proposal.get_state_display(),
        decision.why if decision else "",
        decision.by.name if decision else "",
        school.day_of(decision.at) if decision else None,
        proposal.department.name if proposal.department else "",
        "; ".join(map(in_words, proposal.advice.all())),
        proposal.created_by.name,
        school.day_of(proposal.created_at),
    ]
