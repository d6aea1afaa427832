"""A list as such: made, changed, copied, removed."""

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
from resources.lists import actions
from resources.lists.access import list_to_keep, list_to_read, list_to_work_on
from resources.lists.forms import ListForm
from resources.models import ListEntry, TopicRequest

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
@member(Role.LIBRARIAN, Role.TEACHER)
def resource_list_add(request, school_slug):
    """A new list; with `?request=` for a topic request, whose topic it takes over."""
    wanted = asked.key(request.GET.get("request"))
    requests = list(TopicRequest.objects.visible_to(request.member).filter(pk=wanted)) if wanted else []
    topic = requests[0].topic if requests else ""
    form = ListForm(sent(request), initial={"title": topic, "topics": topic.replace(",", " ")[:500]})
    if form.is_valid():
        try:
            made = actions.add_list(values=form.cleaned_data, requests=requests, by=request.member, now=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, "The list is there. Now put links and titles on it.")
            return redirect(made)
    context = {"form": form, "request_for": requests[0] if requests else None}
    return render(request, "resources/lists/list_form.html", context, status=422 if form.is_bound else 200)


@form_methods
@member()
def resource_list_change(request, school_slug, list_id):
    """Title, topics and introduction."""
    found = list_to_work_on(request, list_id)
    title, change = found.title, Change(request, found)
    form = ListForm(sent(request), instance=found)
    if carried_out(
        form, actions.change_list, change=change, resource_list=found, by=request.member, now=timezone.now()
    ):
        messages.success(request, "Saved.")
        return redirect(found)
    context = {"form": form, "change": change, "title": title, "resource_list": found}
    status = 409 if change.is_lost else 422 if form.is_bound else 200
    return render(request, "resources/lists/list_form.html", context, status=status)


@require_POST
@member(Role.LIBRARIAN, Role.TEACHER)
def resource_list_copy(request, school_slug, list_id):
    """A list of one's own with the same on it."""
    found = list_to_read(request, list_id)
    try:
        made = actions.copy_list(resource_list=found, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("resource_lists", school_slug=school_slug)
    messages.success(request, "This copy is yours: give it its own title, and change what you like.")
    return redirect("resource_list_change", school_slug=school_slug, list_id=made.pk)


@form_methods
@member()
def resource_list_remove(request, school_slug, list_id):
    """Asks, naming what will be lost; removes a list that nobody counts on."""
    found = list_to_keep(request, list_id)
    if request.method != "POST":
        return _ask(request, found, actions.what_holds(found))
    try:
        actions.remove_list(resource_list=found, by=request.member, now=timezone.now())
    except Refused as refusal:
        return _ask(request, found, str(refusal), status=409)
    messages.success(request, f"The list “{found.title}” is removed.")
    return redirect("resource_lists", school_slug=school_slug)


def _ask(request, found, trouble, *, status=200):
    entries = list(ListEntry.objects.filter(list=found).values_list("kind", flat=True))
    context = {
        "resource_list": found,
        "trouble": trouble,
        "counts": [(entries.count(kind), kind.label.lower()) for kind in ListEntry.Kind],
        "requests": found.requests.order_by("topic"),
    }
    return render(request, "resources/lists/list_remove.html", context, status=status)
