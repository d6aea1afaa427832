"""Asking for advice, and the page on which it is given."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab.access import member
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from resources.advice.actions import ask_advice, give_advice
from resources.advice.forms import AdviceForm, AskForm
from resources.advice.permissions import may_give_advice
from resources.advice.queries import advice_seen_by, open_advice
from resources.advice.questions import question_of
from resources.models import PurchaseSuggestion, WeedingProposal
from resources.models.suggestions import UNDECIDED


@require_POST
@member(Role.LIBRARIAN)
def advice_ask(request, school_slug, purchase_id):
    """Asks somebody whether a purchase would be used."""
    suggestions = PurchaseSuggestion.objects.visible_to(request.member)
    return _ask(request, get_object_or_404(suggestions.select_related("department", "school"), pk=purchase_id))


@require_POST
@member(Role.LIBRARIAN)
def weeding_advice_ask(request, school_slug, weeding_id):
    """Asks somebody whether a title may go."""
    proposals = WeedingProposal.objects.visible_to(request.member)
    return _ask(request, get_object_or_404(proposals.select_related("department", "school"), pk=weeding_id))


def _ask(request, thing):
    form = AskForm(request.POST, thing=thing)
    if not form.is_valid():
        messages.error(request, form.errors["of"][0])
        return redirect(thing)
    try:
        advice = ask_advice(thing=thing, of=form.cleaned_data["of"], by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{advice.asked_of.name} is asked.")
    return redirect(thing)


@require_http_methods(["GET", "HEAD", "POST"])
@member()
def advice_give(request, school_slug, advice_id):
    """One question with its answers as buttons. Another answer can be given until it is decided."""
    advice = get_object_or_404(advice_seen_by(request.member), pk=advice_id)
    if not may_give_advice(request.member, advice):
        raise PermissionDenied(f"{advice.asked_of.name} is asked this.")
    form = AdviceForm(request.POST if request.method == "POST" else None, initial={"line": advice.line})
    trouble = ""
    if request.method == "POST" and form.is_valid():
        answer, line = form.cleaned_data["answer"], form.cleaned_data["line"]
        if "seen" in request.POST:
            advice.answered_at = form.cleaned_data["seen"]  # As the person saw it: somebody may have been quicker.
        try:
            give_advice(advice=advice, answer=answer, line=line, by=request.member, now=timezone.now())
        except AlreadyDone as refusal:
            messages.info(request, str(refusal))
            return redirect(_onward(request, advice))
        except Refused as refusal:
            trouble = str(refusal)
            advice = advice_seen_by(request.member).filter(pk=advice.pk).first() or advice
        else:
            messages.success(request, f"Thank you. It is written down for “{advice.about}”.")
            return redirect(_onward(request, advice))
    status = 409 if trouble else 422 if request.method == "POST" else 200
    return render(request, "resources/advice/give.html", _context(request, advice, form, trouble), status=status)


def _onward(request, advice):
    """The next question of the same kind to the member, or else the page of what was advised on.

    Where one yes follows the other, both mean the same.
    """
    if advice.asked_of_id != request.member.pk:
        return advice.about
    alike = open_advice(request.member).exclude(**{question_of(advice.about).key: None})
    return alike.first() or advice.about


def _context(request, advice, form, trouble):
    thing = advice.about
    question = question_of(thing)
    return {
        "advice": advice,
        "thing": thing,
        "question": question,
        "facts": question.facts(thing),
        "places": question.places(thing) if thing.state in UNDECIDED else [],
        "form": form,
        "trouble": trouble,
        "is_open": thing.state in UNDECIDED,
        "is_mine": advice.asked_of_id == request.member.pk,
        "answers": [
            (answer.value, words, question.icons[answer], advice.answer == answer)
            for answer, words in question.answers.items()
        ],
        "said": question.answers[advice.answer] if advice.answer else "",
        "seen": advice.answered_at.isoformat() if advice.answered_at else "",
    }
