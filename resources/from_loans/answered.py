"""What has been done about what loans tell, and is not offered twice: suggested, bought, proposed for weeding."""

from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Lower

from resources.models import PurchaseSuggestion, WeedingProposal
from resources.models.suggestions import UNDECIDED
from resources.purchases.states import STANDING


class Told(NamedTuple):
    """A word and the address of the page that says more."""

    words: str
    url: str


class Suggested:
    """The suggestions of a school for some things, as `Known` ones. One query."""

    def __init__(self, member, known):
        isbns = {isbn for one in known for isbn in one.isbns}
        seen = PurchaseSuggestion.objects.visible_to(member).annotate(called=Lower("title")).select_related("school")
        alike = Q(called__in={one.called for one in known}) | Q(isbn__in=isbns)
        self.found = {}
        for suggestion in seen.filter(alike).order_by("created_at", "pk"):
            for key in filter(None, (suggestion.called, suggestion.isbn)):
                self.found.setdefault(key, []).append(suggestion)

    def told(self, known, *, since):
        """The latest suggestion of a thing that stands still, or was made after a moment: `Told`, or None."""
        alike = {one.pk: one for key in (known.called, *known.isbns) for one in self.found.get(key, ())}
        counting = [one for one in alike.values() if one.state in STANDING or one.created_at >= since]
        latest = max(counting, key=lambda one: (one.created_at, one.pk), default=None)
        if latest is None:
            return None
        words = "Bought, and there" if latest.state == PurchaseSuggestion.State.AVAILABLE else _suggested(latest)
        return Told(words, latest.get_absolute_url())


def proposed(member, resources, *, since):
    """Of titles those that were proposed for weeding, undecided or lately: key of the title → `Told`. One query."""
    proposals = WeedingProposal.objects.visible_to(member).filter(resource__in=resources).select_related("school")
    counting = proposals.filter(Q(state__in=UNDECIDED) | Q(created_at__gte=since)).order_by("created_at", "pk")
    return {one.resource_id: Told(_asked_about(one), one.get_absolute_url()) for one in counting}


def _suggested(suggestion):
    return f"Suggested: {suggestion.get_state_display().lower()}"


def _asked_about(proposal):
    return "Asked: may it go?" if proposal.state in UNDECIDED else f"Weeding: {proposal.get_state_display().lower()}"
