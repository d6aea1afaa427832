"""The page on which what was ordered comes into the catalogue."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab import asked
from collab.access import member
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from resources.catalogue.queries import locations
from resources.purchases.arrival import NotedMeanwhile, put_on_the_shelf, titles_it_may_be, why_not_yet
from resources.purchases.arrival_forms import ArrivalForm
from resources.purchases.arrivals import arrived, last_arrival, left_to_come
from resources.purchases.queries import purchases_with_everything
from resources.purchases.states import State

MOST_THERE = 99_999


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def purchase_available(request, school_slug, purchase_id):
    """Asks which title it is and for the barcodes; then it is there, for who asked and for the topic."""
    shown = get_object_or_404(purchases_with_everything(request.member), pk=purchase_id)
    if request.method != "POST" and why_not_yet(shown):
        messages.info(request, why_not_yet(shown))
        return redirect(shown)
    about = {"copies": left_to_come(shown)} | {
        name: getattr(shown, name) for name in ("title", "creator", "isbn", "link")
    }
    form = ArrivalForm(request.POST or None, titles=titles_it_may_be(shown), initial=about)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        there = asked.number(request.POST.get("there"), 0, MOST_THERE)
        try:
            put_on_the_shelf(purchase=shown, there=there, **form.chosen, by=request.member, now=timezone.now())
        except AlreadyDone as refusal:
            messages.info(request, str(refusal))
            return redirect(shown)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
            status = 409 if isinstance(refusal, NotedMeanwhile) else 422
        shown = purchases_with_everything(request.member).get(pk=purchase_id)
        if not form.errors:
            messages.success(request, _told(shown, len(form.cleaned_data["barcodes"])))
            return redirect(shown)
    context = {"purchase": shown, "form": form, "locations": locations(request.member), "there": arrived(shown)}
    return render(request, "resources/purchases/available.html", context, status=status)


def _told(purchase, scanned):
    """That it is there; and how many copies have no barcode, where only some of them have one."""
    come = last_arrival(purchase).copies
    if purchase.state == State.AVAILABLE:
        told = f"“{purchase.title}” is in the library. {purchase.created_by.name} sees it here."
        have = f"{scanned} of {come} copies have a barcode"
    else:
        told = f"{arrived(purchase)} of {purchase.quantity} have come. The others stay on order."
        have = f"{scanned} of them {'has' if scanned == 1 else 'have'} a barcode"
    return f"{told} {have}; add the others on the page of the title." if 0 < scanned < come else told
