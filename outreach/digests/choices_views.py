"""What a member wants by mail."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.access import member
from collab.changing import Change
from collab.errors import RowChanged
from outreach.digests.choices import choices_for, choose
from outreach.digests.forms import ChoicesForm


@require_http_methods(["GET", "HEAD", "POST"])
@member()
def mail_choices(request, school_slug):
    """How often new resources come by mail, for which topics, and which notices."""
    choices = choices_for(request.member)
    form = ChoicesForm(request.POST if request.method == "POST" else None, initial=ChoicesForm.initial_of(choices))
    change = Change(request, choices)
    if form.is_valid():
        try:
            choose(choices=choices, values=form.values, version=change.version, by=request.member, now=timezone.now())
        except RowChanged as lost:
            change.version, change.title = lost.current.version, "You changed this in another window."
        else:
            messages.success(request, "Saved: what comes by mail is as you chose.")
            return redirect("mail_choices", school_slug=school_slug)
    status = 409 if change.is_lost else 422 if form.errors else 200
    context = {"form": form, "change": change, "choices": choices}
    return render(request, "outreach/digests/mail_choices.html", context, status=status)
