"""Reads of purchase suggestions: one with everything on its page, and what waits for a member."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q

from collab.models import Role
from resources.models import Advice, PurchaseMove, PurchaseSuggestion
from resources.purchases.states import State

LONG_ORDERED = timedelta(weeks=6)


def purchases_with_everything(member):
    """The suggestions that a member may see, each with its people, its topic, its title, its advice and its moves."""
    advice = Advice.objects.select_related("asked_of", "asked_by", "answered_by")
    moves = PurchaseMove.objects.select_related("by")
    return (
        PurchaseSuggestion.objects.visible_to(member)
        .select_related("school", "created_by", "department__head", "request__term", "request__teacher", "resource")
        .prefetch_related(Prefetch("advice", advice), Prefetch("moves", moves))
    )


def purchases_waiting(member, *, now):
    """What waits for a librarian, the oldest first: nobody was asked yet, advice is in, or it was ordered long ago."""
    if not member.has_role(Role.LIBRARIAN):
        return PurchaseSuggestion.objects.none()
    asked = Exists(Advice.objects.filter(purchase=OuterRef("pk")))
    lately = Exists(PurchaseMove.objects.filter(of=OuterRef("pk"), became=State.ORDERED, at__gt=now - LONG_ORDERED))
    waits = (Q(state=State.ASKED) & ~asked) | Q(state=State.ADVISED) | (Q(state=State.ORDERED) & ~lately)
    return PurchaseSuggestion.objects.visible_to(member).filter(waits).order_by("created_at", "pk")


def purchases_answered(member, *, since):
    """A member's own suggestions that became available or were declined after a moment, the latest first."""
    moved = PurchaseMove.objects.filter(of=OuterRef("pk"), became=OuterRef("state"), at__gt=since)
    answered = PurchaseSuggestion.objects.filter(created_by=member, state__in=(State.AVAILABLE, State.DECLINED))
    return answered.filter(Exists(moved)).select_related("resource").order_by("-changed_at", "-pk")
