"""A handing out or a taking back that was a mistake: asks, and undoes it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.access import member
from collab.errors import Refused
from collab.models import Role
from resources.bookings import correcting, permissions
from resources.bookings.begun_early import days_before
from resources.bookings.pages import booking_to
from resources.corrections import UndoForm
from resources.models import FollowUp

State = correcting.State
DONE = {State.OUT: "It was not handed out: the loan is confirmed again.", State.RETURNED: "It is out again, as before."}


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def booking_undo(request, school_slug, booking_id):
    """Says what would become of the loan, and takes it one step back."""
    booking = booking_to(request, booking_id, permissions.may_keep_loans)
    was = request.POST.get("state", booking.state)
    if was != booking.state or not correcting.may_be_undone(booking, timezone.now()):
        messages.info(request, f"It is “{booking.get_state_display().lower()}”, and there is nothing to undo now.")
        return redirect(booking)
    form = UndoForm(request.POST if request.method == "POST" else None, of="loan")
    if not form.is_valid():
        return _page(request, booking, form, status=422 if form.is_bound else 200)
    try:
        _undo(booking, request)(why=form.cleaned_data["why"], by=request.member, now=timezone.now())
    except Refused as refusal:
        return _page(request, booking, form, status=409, trouble=str(refusal))
    messages.success(request, DONE[was])
    return redirect(booking)


def _undo(booking, request):
    """The action that undoes the last step of a loan, but for who, when and why."""
    if booking.state == State.RETURNED:
        return partial(correcting.undo_take_back, booking=booking)
    before = days_before(request.POST.get("before", ""), booking)
    return partial(correcting.undo_hand_out, booking=booking, days_before=before)


def _page(request, booking, form, *, status, trouble=""):
    token = request.POST.get("before") or request.GET.get("before", "")
    context = {
        "booking": booking,
        "form": form,
        "trouble": trouble,
        "is_back": booking.state == State.RETURNED,
        "followed_up": FollowUp.objects.filter(line__booking=booking, outcome="").count(),
        "before": token,
        "days_before": days_before(token, booking),
    }
    return render(request, "resources/bookings/booking_undo.html", context, status=status)
