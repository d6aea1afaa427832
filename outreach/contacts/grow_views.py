"""A conversation grows into a topic request or a plan."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.access import member
from collab.errors import Refused
from collab.models import Role
from outreach.contacts import growing
from outreach.contacts.grow_forms import TopicForm, plan_form
from outreach.contacts.queries import contact_or_404
from planning.plans.from_request import said_in


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def contact_grow(request, school_slug, contact_id):
    """The form of a topic, or with `?into=plan` that of a plan, filled in by the line; what is made is linked to it."""
    shown = contact_or_404(request.member, contact_id)
    into, grow = ("plan", _plan) if request.GET.get("into") == "plan" else ("topic", _topic)
    now = timezone.now()
    about = {"contact": shown, "by": request.member, "today": request.member.school.day_of(now)}
    data = request.POST if request.method == "POST" else None
    form = plan_form(data, **about) if into == "plan" else TopicForm(data, **about)
    if made := getattr(shown, "plan" if into == "plan" else "topic_request"):
        messages.info(request, str(growing.GrownBefore(made)))
        return redirect(made)
    if not form.is_valid():
        return _page(request, shown, form, into, status=422 if form.is_bound else 200)
    try:
        made = grow(shown, form.cleaned_data, request.member, now)
    except growing.GrownBefore as done:
        messages.info(request, str(done))
        return redirect(done.thing)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, shown, form, into, status=409)
    messages.success(request, GROWN[into])
    return redirect(made)


GROWN = {
    "topic": "The topic is kept, and the conversation points to it. Add classes and weeks whenever you know them.",
    "plan": "The plan is started, and the conversation points to it.",
}


def _topic(shown, values, by, now):
    said = {name: values[name] for name in ("topic", "help_wanted", "note")}
    return growing.grow_topic(
        contact=shown, teacher=values["teacher"], term=values["term"], values=said, by=by, now=now
    )


def _plan(shown, values, by, now):
    about = said_in(shown.topic_request, values["term"]) if shown.topic_request else {}
    return growing.grow_plan(contact=shown, **values, about=about, by=by, now=now)


def _page(request, shown, form, into, *, status):
    context = {"contact": shown, "form": form}
    return render(request, f"outreach/contacts/grow_{into}.html", context, status=status)
