"""The page of a stage, and completing or reopening it."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab.access import member
from planning.answers.paper import save_first, save_typed
from planning.plans import stage_page
from planning.plans.forms import ReasonForm
from planning.stages import BY_NUMBER, NUMBERS
from planning.unit_plan import actions, addresses
from planning.unit_plan.access import do, plan_to_read, plan_to_work_on


def _known(number):
    if number not in NUMBERS:
        raise Http404
    return BY_NUMBER[number]


@require_http_methods(["GET", "HEAD", "POST"])
@member()
def stage(request, school_slug, plan_id, number):
    """One calm page for one stage. A POST saves all its answers, for those without scripts."""
    prompts = _known(number).prompts
    if request.method == "POST":
        return save_typed(request, plan_to_work_on(request, plan_id), prompts, page=number)
    plan = plan_to_read(request, plan_id)
    page = stage_page.page_of(plan, number, reader=request.member, now=timezone.now())
    return render(request, "planning/stage.html", {"plan": plan, "page": page})


@require_POST
@member()
def stage_complete(request, school_slug, plan_id, number):
    """Marks the stage as complete; later stages may have been begun before."""
    done = f"Stage {number}, {_known(number).name.lower()}, is complete."
    plan = plan_to_work_on(request, plan_id)
    if held := save_first(request, plan, BY_NUMBER[number].prompts, page=number):
        return held
    is_done = do(
        request,
        actions.complete_stage,
        done,
        plan=plan,
        number=number,
        by=request.member,
        now=timezone.now(),
    )
    if is_done and number == actions.SHARED_ONCE_COMPLETE and plan.sharing_chosen_at is None:
        messages.info(request, "The plan is shared with the school now. You can change that on the plan’s page.")
    return redirect(addresses.of_page(plan, number))


@require_POST
@member()
def stage_reopen(request, school_slug, plan_id, number):
    """Opens a complete stage again, with a reason if there is one to tell."""
    done = f"Stage {number}, {_known(number).name.lower()}, is open again."
    plan = plan_to_work_on(request, plan_id)
    if held := save_first(request, plan, BY_NUMBER[number].prompts, page=number):
        return held
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "The reason may have 500 characters. The stage is still complete.")
    else:
        reopen = partial(actions.reopen_stage, why=form.cleaned_data["why"])
        do(request, reopen, done, plan=plan, number=number, by=request.member, now=timezone.now())
    return redirect(addresses.of_page(plan, number))
