"""A box as such: made, changed, taken out of use and into use again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab import asked
from collab.access import member
from collab.changing import Change
from collab.errors import Refused
from collab.models import Role
from collab.school_settings.pages import carried_out, sent
from resources.boxes import actions
from resources.boxes.access import box_to_change
from resources.boxes.forms import BoxForm
from resources.models import TopicRequest

TEMPLATE = "resources/boxes/box_form.html"
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
@member(Role.LIBRARIAN)
def box_add(request, school_slug):
    """A new box; with `?request=` for a topic request, whose topic it takes over."""
    wanted = asked.key(request.GET.get("request"))
    topic = TopicRequest.objects.visible_to(request.member).select_related("teacher").filter(pk=wanted).first()
    words = {"name": topic.topic, "topics": topic.topic} if topic else {}
    form = BoxForm(sent(request), initial=words)
    if form.is_valid():
        requests = [topic] if topic else []
        box = actions.add_box(values=form.cleaned_data, requests=requests, by=request.member, now=timezone.now())
        messages.success(request, "The box is there, and empty. Scan or search for what goes in.")
        return redirect(box)
    return render(request, TEMPLATE, {"form": form, "topic": topic}, status=422 if form.is_bound else 200)


@form_methods
@member(Role.LIBRARIAN)
def box_change(request, school_slug, box_id):
    """What is written about a box."""
    box = box_to_change(request, box_id)
    name, change = box.name, Change(request, box)
    form = BoxForm(sent(request), instance=box)
    if carried_out(form, actions.change_box, change=change, box=box, by=request.member, now=timezone.now()):
        messages.success(request, "Saved.")
        return redirect(box)
    status = 409 if change.is_lost else 422 if form.is_bound else 200
    return render(request, TEMPLATE, {"form": form, "change": change, "box": box, "name": name}, status=status)


@require_POST
@member(Role.LIBRARIAN)
def box_retire(request, school_slug, box_id):
    """Takes a box out of use."""
    box = box_to_change(request, box_id)
    return _carry_out(request, box, actions.retire_box, f"“{box}” is out of use. It can come back at any time.")


@require_POST
@member(Role.LIBRARIAN)
def box_restore(request, school_slug, box_id):
    """Takes a box into use again."""
    box = box_to_change(request, box_id)
    return _carry_out(request, box, actions.restore_box, f"“{box}” is in use again.")


def _carry_out(request, box, action, sentence):
    try:
        action(box=box, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect(box)
