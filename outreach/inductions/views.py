"""The induction list, and its buttons."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab import asked
from collab.access import member
from collab.errors import Refused
from collab.models import Role
from outreach.inductions import actions, queries
from outreach.inductions.page import page_of


@member(Role.LIBRARIAN)
@require_safe
def inductions(request, school_slug):
    """Who is new, and how far each of them is."""
    context = page_of(member=request.member, page=asked.page(request.GET.get("page")), now=timezone.now())
    return render(request, "outreach/inductions/inductions.html", context)


@require_POST
@member(Role.LIBRARIAN)
def induction_note(request, school_slug, member_id):
    """Notes a step with one tap (`note`), or takes it back (`undo`)."""
    note, undo = request.POST.get("note"), request.POST.get("undo")
    if (note or undo) not in actions.STEPS:
        _someone_new(request, member_id)
        messages.warning(request, "Press one of the buttons.")
        return redirect("inductions", school_slug=school_slug)
    if note:
        return _done(request, member_id, actions.note_step, "{name} was {step}.", step=note)
    return _done(request, member_id, actions.take_back_step, "Taken back: {name} was not {step} yet.", step=undo)


@require_POST
@member(Role.LIBRARIAN)
def induction_set_aside(request, school_slug, member_id):
    """Takes a colleague off the list, where nothing is to be done."""
    return _done(request, member_id, actions.set_aside, "{name} is off the list. You find them below it.")


@require_POST
@member(Role.LIBRARIAN)
def induction_take_back(request, school_slug, member_id):
    """Puts a colleague on the list again."""
    return _done(request, member_id, actions.take_back, "{name} is on the list again.")


def _done(request, member_id, action, sentence, **about):
    person = _someone_new(request, member_id)
    try:
        action(member=person, by=request.member, now=timezone.now(), **about)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, sentence.format(name=person.name, step=actions.STEPS.get(about.get("step"))))
    return redirect("inductions", school_slug=request.member.school.slug)


def _someone_new(request, member_id):
    """A new colleague of the reader's school."""
    people = queries.new_people(school=request.member.school, now=timezone.now())
    return get_object_or_404(people, pk=member_id)
