"""What came back missing or damaged: the list, and what became of each."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab import asked
from collab.access import member
from collab.errors import Refused
from collab.models import Role
from collab.when import clock
from resources.bookings import follow_ups as cared_for
from resources.bookings.forms import SettleForm


@require_safe
@member(Role.LIBRARIAN)
def follow_ups(request, school_slug):
    """What is missing or damaged; below it what was settled lately."""
    now, number = timezone.now(), asked.page(request.GET.get("page"))
    found = cared_for.page_of(request.member, number=number)
    settled = [(one, clock(one.settled_at, now)) for one in cared_for.settled_lately(request.member)]
    context = {"found": found, "settled": settled}
    return render(request, "resources/bookings/follow_ups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def follow_up_settle(request, school_slug, follow_up_id):
    """Says what became of something that was missing or damaged."""
    follow_up = get_object_or_404(cared_for.follow_ups_of(request.member), pk=follow_up_id)
    form = SettleForm(request.POST if request.method == "POST" else None, follow_up=follow_up)
    if not form.is_valid():
        context = {"follow_up": follow_up, "form": form}
        return render(request, "resources/bookings/follow_up.html", context, status=422 if form.is_bound else 200)
    outcome = form.cleaned_data["outcome"]
    try:
        cared_for.settle(follow_up=follow_up, outcome=outcome, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"“{follow_up.line}”: {cared_for.Outcome(outcome).label.lower()}.")
    return redirect("follow_ups", school_slug)
