"""A conversation grows into a topic request or a plan; what was typed is kept even where the conversation is gone."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab import asked
from collab.access import member
from collab.changing import was_open
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from outreach.contacts import growing
from outreach.contacts.grow_forms import TopicForm, plan_form
from outreach.contacts.queries import contact_of, topics_ahead
from outreach.models import ContactLog
from planning.plans.from_request import said_in
from planning.unit_plan.actions import start_plan
from resources.topics.actions import ask_topics
from resources.topics.forms import sending_of


@dataclass(frozen=True)
class Way:
    """What a conversation can grow into: the `field` that points to it, its form, its action, what is said then.

    `alone` makes it without a conversation: (values, by, now, sending) → the thing.
    """

    field: str
    template: str
    form: Callable
    grow: Callable
    alone: Callable
    said: str


def _topic(contact, values, by, now):
    about = {"teacher": values["teacher"], "term": values["term"]}
    return growing.grow_topic(contact=contact, **about, values=_said(values), by=by, now=now)


def _said(values):
    return {name: values[name] for name in ("topic", "help_wanted", "note")}


def _topic_alone(values, by, now, sending):
    topics = [_said(values) | {"sending": sending}]
    [made] = ask_topics(teacher=values["teacher"], term=values["term"], topics=topics, by=by, now=now)
    return made


def _plan(contact, values, by, now):
    about = said_in(contact.topic_request, values["term"]) if contact.topic_request else {}
    return growing.grow_plan(contact=contact, **values, about=about, by=by, now=now)


def _plan_alone(values, by, now, sending):
    return start_plan(school=by.school, **values, by=by, now=now)


TOPIC = Way(
    field="topic_request",
    template="outreach/contacts/grow_topic.html",
    form=TopicForm,
    grow=_topic,
    alone=_topic_alone,
    said="The topic is kept, and the conversation points to it. Add classes and weeks whenever you know them.",
)
PLAN = Way(
    field="plan",
    template="outreach/contacts/grow_plan.html",
    form=plan_form,
    grow=_plan,
    alone=_plan_alone,
    said="The plan is started, and the conversation points to it.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def contact_grow(request, school_slug, contact_id):
    """The form of a topic, or with `?into=plan` that of a plan, filled in by the line; what is made is linked to it."""
    shown, now = contact_of(request.member, contact_id), timezone.now()
    way = PLAN if request.GET.get("into") == "plan" else TOPIC
    if shown is None:
        return _without(request, way, now)
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


def _without(request, way, now):
    """What was typed while somebody removed the conversation: shown again, and kept by itself if that is wanted."""
    if not was_open(request):
        raise Http404
    today, sending = request.member.school.day_of(now), sending_of(request.POST.get("sending", ""))
    form = way.form(request.POST, contact=ContactLog(), by=request.member, today=today)
    if not form.is_valid() or "alone" not in request.POST:
        return _page(request, way, None, form, sending=sending, status=409)
    try:
        made = way.alone(form.cleaned_data, request.member, now, sending)
    except AlreadyDone as done:
        messages.info(request, str(done))
        return redirect("contacts", school_slug=request.member.school.slug)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, way, None, form, sending=sending, status=409)
    messages.success(request, "Kept, without the conversation.")
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


def _page(request, way, shown, form, *, status, sending=""):
    today = request.member.school.day_of(timezone.now())
    topics = topics_ahead(shown, request.member, today=today) if shown and way is TOPIC else []
    context = {"contact": shown, "form": form, "topics": topics, "sending": sending}
    return render(request, way.template, context, status=status)
