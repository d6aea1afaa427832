"""What the page of a proposal shows, and a row of the list."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime

from resources.advice.forms import AskForm
from resources.advice.permissions import may_decide
from resources.advice.timeline import thread_entries
from resources.advice.words import in_short
from resources.models.suggestions import UNDECIDED
from resources.standing import places_of
from resources.weeding.words import DID, ICONS, TONES


@dataclass(frozen=True)
class Row:
    """One proposal in the list."""

    url: str
    title: str
    about: str
    state: str
    tone: str
    advice: str
    proposed: str


def row_of(proposal):
    """The Row of a proposal whose title, people and advice are loaded."""
    resource = proposal.resource
    year = str(resource.year) if resource.year else ""
    return Row(
        url=proposal.get_absolute_url(),
        title=resource.title,
        about=" · ".join(filter(None, (year, proposal.department and proposal.department.name))),
        state=proposal.get_state_display(),
        tone=TONES[proposal.state],
        advice=", ".join(map(in_short, proposal.advice.all())),
        proposed=f"{proposal.created_by.name}, {date_format(localtime(proposal.created_at), 'j M Y')}",
    )


def context_of(*, proposal, reader, now, form, places=()):
    """The context of the page. `places`: what was found to have the title when somebody tried to let it go."""
    decides = may_decide(reader, proposal)
    undecided = proposal.state in UNDECIDED
    advice = list(proposal.advice.all())
    standing = places or (places_of(proposal.resource) if decides and undecided else [])
    return {
        "proposal": proposal,
        "resource": proposal.resource,
        "copies": proposal.resource.copies.filter(withdrawn_at__isnull=True).count(),
        "tone": TONES[proposal.state],
        "entries": thread_entries(proposal, did=DID, icons=ICONS, now=now),
        "my_advice": next((one for one in advice if one.asked_of_id == reader.pk), None),
        "unanswered": [one for one in advice if not one.answer] if decides else [],
        "is_undecided": undecided,
        "decides": decides and undecided,
        "ask_form": AskForm(thing=proposal) if decides and undecided else None,
        "form": form,
        "places": standing,
        "told": " ".join(place.key for place in standing) if places else "",
        "must_be_told": bool(places),
    }
