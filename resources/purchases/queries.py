"""The read behind the page of a purchase suggestion."""

from django.db.models import Prefetch

from resources.models import Advice, PurchaseMove, PurchaseSuggestion


def purchases_with_everything(member):
    """The suggestions that a member may see, each with its people, its topic, its title, its advice and its moves."""
    advice = Advice.objects.select_related("asked_of", "asked_by", "answered_by")
    moves = PurchaseMove.objects.select_related("by")
    return (
        PurchaseSuggestion.objects.visible_to(member)
        .select_related("school", "created_by", "department__head", "request__term", "request__teacher", "resource")
        .prefetch_related(Prefetch("advice", advice), Prefetch("moves", moves))
    )


def locked(purchase):
    """A suggestion as it stands with its moves, locked until the transaction ends."""
    PurchaseSuggestion.objects.select_for_update(no_key=True).get(pk=purchase.pk)
    return PurchaseSuggestion.objects.prefetch_related("moves").get(pk=purchase.pk)
