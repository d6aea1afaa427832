"""A conversation grows into a topic request or a plan."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab import asked
from collab.access import member
from collab.errors import Refused
from collab.models import Role
from outreach.contacts import growing
from outreach.contacts.grow_forms import TopicForm, plan_form
from outreach.contacts.queries import contact_or_404, topics_ahead
from planning.plans.from_request import said_in


@dataclass(frozen=True)
class Way:
    """What a conversation can grow into: the `field` that points to it, its form, its action, what is said then."""

    field: str
    template: str
    form: Callable
    grow: Callable
    said: str


def _topic(contact, values, by, now):
    said = {name: values[name] for name in ("topic", "help_wanted", "note")}
    about = {"teacher": values["teacher"], "term": values["term"]}
    return growing.grow_topic(contact=contact, **about, values=said, by=by, now=now)


def _plan(contact, values, by, now):
    about = said_in(contact.topic_request, values["term"]) if contact.topic_request else {}
    return growing.grow_plan(contact=contact, **values, about=about, by=by, now=now)


TOPIC = Way(
    field="topic_request",
    template="outreach/contacts/grow_topic.html",
    form=TopicForm,
    grow=_topic,
    said="The topic is kept, and the conversation points to it. Add classes and weeks whenever you know them.",
)
PLAN = Way(
    field="plan",
    template="outreach/contacts/grow_plan.html",
    form=plan_form,
    grow=_plan,
    said="The plan is started, and the conversation points to it.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def contact_grow(request, school_slug, contact_id):
    """The form of a topic, or with `?into=plan` that of a plan, filled in by the line; what is made is linked to it."""
    shown, now = contact_or_404(request.member, contact_id), timezone.now()
    way = PLAN if request.GET.get("into") == "plan" else TOPIC
    if before := getattr(shown, way.field):
        return _found(request, growing.GrownBefore(before))
    if way is TOPIC and "link" in request.POST:
        return _linked(request, shown)
    data = request.POST if request.method == "POST" else None
    form = way.form(data, contact=shown, by=request.member, today=request.member.school.day_of(now))
    if not form.is_valid():
        return _page(request, way, shown, form, status=422 if form.is_bound else 200)
    try:
        made = way.grow(shown, form.cleaned_data, request.member, now)
    except growing.GrownBefore as done:
        return _found(request, done)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, way, shown, form, status=409)
    messages.success(request, way.said)
    return redirect(made)


def _linked(request, shown):
    """The conversation with a topic that was there before; nobody else is told of it."""
    try:
        growing.link_topic(contact=shown, request_id=asked.key(request.POST["link"]), by=request.member)
    except growing.GrownBefore as done:
        return _found(request, done)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect(request.path)
    messages.success(request, "The conversation points to this topic.")
    return redirect(shown)


def _found(request, done):
    messages.info(request, str(done))
    return redirect(done.thing)


def _page(request, way, shown, form, *, status):
    today = request.member.school.day_of(timezone.now())
    topics = topics_ahead(shown, request.member, today=today) if way is TOPIC else []
    return render(request, way.template, {"contact": shown, "form": form, "topics": topics}, status=status)
