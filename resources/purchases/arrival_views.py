"""The page on which what was ordered comes into the catalogue."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.access import member
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from resources.catalogue.queries import locations
from resources.purchases.arrival import put_on_the_shelf, titles_it_may_be, why_not_yet
from resources.purchases.arrival_forms import ArrivalForm
from resources.purchases.queries import purchases_with_everything


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def purchase_available(request, school_slug, purchase_id):
    """Asks which title it is and for the barcodes; then it is there, for who asked and for the topic."""
    shown = get_object_or_404(purchases_with_everything(request.member), pk=purchase_id)
    if request.method != "POST" and why_not_yet(shown):
        messages.info(request, why_not_yet(shown))
        return redirect(shown)
    about = {name: getattr(shown, name) for name in ("title", "creator", "isbn", "link")}
    form = ArrivalForm(request.POST or None, titles=titles_it_may_be(shown), initial=about)
    if request.method == "POST" and form.is_valid():
        try:
            put_on_the_shelf(purchase=shown, **form.chosen, by=request.member, now=timezone.now())
        except AlreadyDone as refusal:
            messages.info(request, str(refusal))
            return redirect(shown)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _told(shown, len(form.cleaned_data["barcodes"])))
            return redirect(shown)
    status = 422 if form.errors else 200
    context = {"purchase": shown, "form": form, "locations": locations(request.member)}
    return render(request, "resources/purchases/available.html", context, status=status)


def _told(purchase, scanned):
    """That it is there; and how many copies have no barcode, where only some of them have one."""
    told = f"“{purchase.title}” is in the library. {purchase.created_by.name} sees it here."
    if 0 < scanned < purchase.quantity:
        told = (
            f"{told} {scanned} of {purchase.quantity} copies have a barcode; add the others on the page of the title."
        )
    return told
