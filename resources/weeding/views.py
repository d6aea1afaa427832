"""What the library might let go: the list, the candidates, and one proposal with its thread."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab import asked as addressed
from collab.access import member
from collab.choices import Choice, options
from collab.downloads import table_response
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from resources.advice.actions import ask_advice
from resources.models import Resource, WeedingProposal
from resources.models.suggestions import UNDECIDED
from resources.moves import is_kept
from resources.weeding import actions, queries
from resources.weeding.candidates import Asked, page_of_candidates
from resources.weeding.downloads import HEADER, rows_of_proposals
from resources.weeding.forms import DecisionForm, ProposalForm
from resources.weeding.page import context_of, row_of
from resources.weeding.states import State


@require_safe
@member(Role.LIBRARIAN)
def weedings(request, school_slug):
    """The proposals, all or those in one state."""
    state = _state_in(request)
    number = addressed.page(request.GET.get("page"))
    found = queries.page_of_proposals(member=request.member, state=state, number=number)
    context = {
        "found": found,
        "rows": [row_of(proposal) for proposal in found.rows],
        "state": state,
        "choices": [Choice("state", "State", options(State.choices, state))],
    }
    return render(request, "resources/weeding/weedings.html", context)


@require_safe
@member(Role.LIBRARIAN)
def weedings_download(request, school_slug):
    """The same proposals as a file: CSV, or XLSX with `?format=xlsx`."""
    rows = rows_of_proposals(member=request.member, state=_state_in(request))
    return table_response(request.GET.get("format"), f"weeding-{school_slug}", HEADER, rows)


def _state_in(request):
    """The state that the address names; empty for none."""
    state = request.GET.get("state")
    return state if state in State.values else ""


@require_safe
@member(Role.LIBRARIAN)
def weeding_candidates(request, school_slug):
    """Titles that might go, by age, use and number of copies."""
    asked = Asked.read(request.GET, today=timezone.localdate())
    context = {
        "asked": asked,
        "found": page_of_candidates(member=request.member, asked=asked),
        "choices": [Choice("kind", "Kind", options(Resource.Kind.choices, asked.kind))],
    }
    return render(request, "resources/weeding/candidates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def weeding_add(request, school_slug):
    """Proposes the title that the address names; the head of the department can be asked in the same step."""
    titles = Resource.objects.visible_to(request.member).select_related("school")
    resource = titles.filter(pk=addressed.key(request.GET.get("resource"))).first()
    if resource is None:
        raise Http404
    standing = WeedingProposal.objects.filter(resource=resource, state__in=UNDECIDED).select_related("school").first()
    if standing:
        messages.info(request, f"“{resource}” is proposed already.")
        return redirect(standing)
    form = ProposalForm(request.POST if request.method == "POST" else None, by=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = actions.propose_weeding(
                resource=resource,
                why=form.cleaned_data["why"],
                department=form.cleaned_data["department"],
                by=request.member,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(
                request, f"“{resource}” is proposed.{_asked_at_once(form.cleaned_data, proposal, request)}"
            )
            return redirect(proposal)
    context = {"resource": resource, "form": form}
    return render(request, "resources/weeding/add.html", context, status=422 if form.errors else 200)


def _asked_at_once(values, proposal, request):
    """Asks the head of the department where that is wanted; what to say of it."""
    department = values["department"]
    if not values["ask"]:
        return ""
    if department is None or department.head is None:
        missing = f"{department} has no head" if department else "No department is named"
        return f" {missing}, so that nobody is asked yet."
    try:
        ask_advice(thing=proposal, of=department.head, by=request.member, now=timezone.now())
    except Refused as refusal:
        return f" {refusal}"
    return f" {department.head.name} is asked."


@require_safe
@member()
def weeding(request, school_slug, weeding_id):
    """One proposal with its thread; librarians decide here."""
    shown = get_object_or_404(queries.proposals_with_everything(request.member), pk=weeding_id)
    return _page(request, shown, DecisionForm())


def _page(request, shown, form, *, status=200, places=()):
    context = context_of(proposal=shown, reader=request.member, now=timezone.now(), form=form, places=places)
    return render(request, "resources/weeding/weeding.html", context, status=status)


@require_POST
@member(Role.LIBRARIAN)
def weeding_move(request, school_slug, weeding_id):
    """Lets a title go, or keeps it."""
    shown = get_object_or_404(queries.proposals_with_everything(request.member), pk=weeding_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    shown.state = form.cleaned_data["was"] or shown.state  # As the person saw it: somebody may have been quicker.
    try:
        said = _decide(shown, form.cleaned_data, request.member)
    except actions.StillStands as refusal:
        return _page(request, shown, form, status=409, places=refusal.places)
    except Refused as refusal:
        standing = queries.proposals_with_everything(request.member).get(pk=weeding_id)
        if isinstance(refusal, AlreadyDone) and is_kept(form.cleaned_data["why"], standing):
            messages.info(request, str(refusal))
            return redirect(standing)
        form.add_error(refusal.field, str(refusal))
        return _page(request, standing, form, status=422 if refusal.field else 409)
    messages.success(request, said)
    return redirect(shown)


def _decide(proposal, values, by):
    """Carries out a decision; what to say of it."""
    if values["to"] == State.KEPT:
        actions.keep_title(proposal=proposal, why=values["why"], by=by, now=timezone.now())
        return f"“{proposal}” stays."
    actions.let_go(proposal=proposal, why=values["why"], told=values["told"], by=by, now=timezone.now())
    return f"“{proposal}” is withdrawn from the catalogue, with its copies. Its page brings it back, if need be."
