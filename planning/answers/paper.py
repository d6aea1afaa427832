"""The answers of a whole page sent as one form: what works with scripts off, like paper.

A button of that form may lead on once everything typed is saved: `then` names a page of the school to go to, and
`then_do` an address of it that gets this POST.
"""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from planning.answers import replies
from planning.answers.saving import save_page
from planning.unit_plan import addresses


def save_typed(request, plan, prompts, *, page):
    """Saves what was typed on a page (a stage's number, 0 for the plan's own) and goes back to the answer, or on.

    What lost a race is kept and shown there beside the answer that stands; what could not be saved is shown again.
    """
    if onward := _onward(request):
        return save_first(request, plan, prompts, page=page) or onward
    return _answered(request, plan, prompts, page, _saved(request, plan, prompts))


def _onward(request):
    """The way on that the pressed button names, within the school; None for a button that only saves."""
    for name, is_sent_again in (("then", False), ("then_do", True)):
        url = request.POST.get(name, "")
        if url.startswith(request.member.school.get_absolute_url()):
            return redirect(url, preserve_request=is_sent_again)
    return None


def save_first(request, plan, prompts, *, page):
    """Saves what was typed on the page whose button asks for something else, such as closing the plan.

    Returns None, or what to answer instead of doing it: a text lost a race or could not be saved.
    """
    outcome = _saved(request, plan, prompts)
    if not outcome.lost and not outcome.refused:
        return None
    messages.warning(request, "This was not done yet: look at what you have just typed first.")
    return _answered(request, plan, prompts, page, outcome)


def _saved(request, plan, prompts):
    outcome = save_page(plan=plan, prompts=prompts, data=request.POST, by=request.member, now=timezone.now())
    for prompt, error in outcome.lost:
        messages.warning(request, f"{prompt.label}: {error}")
    if outcome.saved:
        messages.success(request, f"Saved: {', '.join(prompt.label for prompt in outcome.saved)}.")
    return outcome


def _answered(request, plan, prompts, page, outcome):
    back = addresses.of_page(plan, page)
    if request.POST.get("view") == "part":
        back += "?view=part"
    if outcome.refused:
        return replies.refused(request, plan, outcome.refused, back=back)
    at = outcome.lost[0][0].key if outcome.lost else request.POST.get("at", "")
    return redirect(f"{back}#answer-{at}" if at in {prompt.key for prompt in prompts} else back)
