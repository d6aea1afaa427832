"""Saying what one will teach: several topics in one go."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.access import member
from collab.addresses import address
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from resources.topics import actions
from resources.topics.asking import Asking
from resources.topics.permissions import may_ask_for


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN, Role.TEACHER)
def topics_ask(request, school_slug):
    """The form, as it was opened, as it grows, as it was sent; what is sent is kept as a whole or not at all."""
    now = timezone.now()
    asking = Asking(request, request.member.school.day_of(now))
    if not asking.is_sent:
        return _show(request, asking)
    if not asking.is_valid():
        return _show(request, asking, status=422)
    if not may_ask_for(request.member, asking.teacher):
        raise PermissionDenied("Teachers say what they teach themselves, and librarians for a teacher.")
    try:
        made = actions.ask_topics(
            teacher=asking.teacher, term=asking.term, topics=asking.topics, by=request.member, now=now
        )
    except AlreadyDone as done:
        messages.info(request, str(done))
    except Refused as refusal:
        asking.refuse(refusal)
        return _show(request, asking, status=409)
    else:
        messages.success(request, _thanks(asking, made))
    return _on_to_topics(request, school_slug)


def _show(request, asking, *, status=200):
    """The page, or only the form where htmx asks for it."""
    name = "asking" if request.htmx else "ask"
    return render(request, f"resources/topics/{name}.html", {"asking": asking}, status=status)


def _thanks(asking, made):
    topics = ", ".join(f"“{one}”" for one in made)
    if asking.is_for_another:
        return f"Kept for {asking.teacher}, {asking.term}: {topics}."
    return f"The library knows now what you need in {asking.term}: {topics}."


def _on_to_topics(request, school_slug):
    """The list of topics, as a new page: htmx would put it into the place of the form."""
    url = address("topics", school_slug=school_slug)
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)
