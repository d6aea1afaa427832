"""What was noted as arrived by mistake: asks, naming what will become of it, and takes it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.access import member
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from resources.corrections import UndoForm
from resources.purchases.arrivals import last_arrival, may_be_undone
from resources.purchases.queries import purchases_with_everything
from resources.purchases.undoing import came_with, is_made_by, undo_arrival


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def purchase_undo(request, school_slug, purchase_id):
    """Says what would become of the order, and takes it one step back."""
    shown = get_object_or_404(purchases_with_everything(request.member), pk=purchase_id)
    if not may_be_undone(shown, timezone.now()):
        messages.info(request, f"It is “{shown.get_state_display().lower()}”, and there is nothing to undo now.")
        return redirect(shown)
    form = UndoForm(request.POST if request.method == "POST" else None, of="suggestion")
    if not form.is_valid():
        return _page(request, shown, form, status=422 if form.is_bound else 200)
    try:
        undo_arrival(purchase=shown, why=form.cleaned_data["why"], by=request.member, now=timezone.now())
    except AlreadyDone as refusal:
        messages.info(request, str(refusal))
    except Refused as refusal:
        return _page(request, shown, form, status=409, trouble=str(refusal))
    else:
        messages.success(request, f"“{shown.title}” is on order again.")
    return redirect(shown)


def _page(request, shown, form, *, status, trouble=""):
    last = last_arrival(shown)
    context = {
        "purchase": shown,
        "form": form,
        "trouble": trouble,
        "copies": list(came_with(last, shown.resource)) if shown.resource else [],
        "is_made_by_it": bool(shown.resource) and is_made_by(last, shown.resource),
    }
    return render(request, "resources/purchases/undo.html", context, status=status)
