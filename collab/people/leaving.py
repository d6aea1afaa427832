"""A person leaves: what they hold passes on and their membership ends, in one step; and a person comes back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab.access import member
from collab.errors import Refused
from collab.people import actions, permissions
from collab.people.forms import LeavingForm
from collab.people.handover import holdings
from collab.people.permissions import KEEPERS
from collab.people.views import person_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@member(*KEEPERS)
def person_deactivate(request, school_slug, member_id):
    """Lists what the person holds, asks who takes over, and ends the membership."""
    person = person_or_404(request, member_id)
    if request.method == "POST" and not person.is_active:
        return redirect(person)  # A second click: the page says that they have left, and who entered it.
    if not permissions.may_deactivate(request.member, person):
        raise PermissionDenied(_why_not(request.member, person))
    held = holdings(person, seen_by=request.member)
    form = LeavingForm(request.POST if request.method == "POST" else None, person=person, is_needed=bool(held))
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data.get("to")
        try:
            actions.deactivate_person(person=person, to=to, by=request.member, now=timezone.now())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            took_over = f" {to.name} has taken over." if to else ""
            messages.success(request, f"{person.name} has left the school.{took_over}")
            return redirect("person", school_slug=school_slug, member_id=person.pk)
    context = {"person": person, "holdings": held, "form": form}
    return render(request, "people/person_deactivate.html", context, status=422 if form.errors else 200)


@require_POST
@member(*KEEPERS)
def person_reactivate(request, school_slug, member_id):
    """Brings a person back."""
    person = person_or_404(request, member_id)
    try:
        actions.reactivate_person(person=person, by=request.member, now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{person.name} is back.")
    return redirect("person", school_slug=school_slug, member_id=person.pk)


def _why_not(by, person):
    if not person.is_active:
        return f"{person.name} is not active any more."
    if by.pk == person.pk:
        return "You cannot end your own membership. Ask a colleague to do it."
    return "Only an administrator may deactivate an administrator."
