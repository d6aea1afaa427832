"""A teacher's topics, term by term; and that there are none this time."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab import asked
from collab.access import member
from collab.errors import Refused
from collab.models import Role, Term
from resources.topics import actions
from resources.topics.page import page_of
from resources.topics.permissions import may_ask_for
from resources.topics.queries import teachers_of


@require_safe
@member()
def topics(request, school_slug):
    """What I will teach and where it stands; for librarians, whom they may say it for."""
    page = page_of(request.member, now=timezone.now())
    return render(request, "resources/topics/topics.html", {"page": page})


@require_POST
@member(Role.LIBRARIAN, Role.TEACHER)
def topics_nothing(request, school_slug):
    """A teacher's answer that there is no topic this time."""
    teacher, term = _named(request)
    try:
        actions.say_nothing(teacher=teacher, term=term, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        noted = "Noted" if teacher == request.member else f"Noted for {teacher}"
        messages.success(request, f"{noted}: nothing in {term}. It can be taken back.")
    return redirect("topics", school_slug=school_slug)


@require_POST
@member(Role.LIBRARIAN, Role.TEACHER)
def topics_nothing_take_back(request, school_slug):
    """Takes back “nothing this time”."""
    teacher, term = _named(request)
    try:
        actions.take_back_nothing(teacher=teacher, term=term)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        is_own = teacher == request.member
        done = f"Taken back. Say what comes in {term} whenever you know." if is_own else f"Taken back for {teacher}."
        messages.success(request, done)
    return redirect("topics", school_slug=school_slug)


def _named(request):
    """The teacher and the term that a form names; without a teacher the member."""
    term = Term.objects.visible_to(request.member).filter(pk=asked.key(request.POST.get("term"))).first()
    if term is None:
        raise Http404
    teacher = request.member
    if "teacher" in request.POST:
        teacher = teachers_of(request.member).filter(pk=asked.key(request.POST["teacher"])).first()
    if teacher is None or not may_ask_for(request.member, teacher):
        raise PermissionDenied("Teachers say for themselves that there is nothing, and librarians for a teacher.")
    return teacher, term
