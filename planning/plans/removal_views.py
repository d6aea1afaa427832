"""Removing a plan that was started by mistake."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.access import member
from planning.answers.queries import others_here
from planning.errors import PlanIsClosed, PlanningError
from planning.permissions import may_remove_plan
from planning.plans.page import facts_of
from planning.plans.queries import setting_of
from planning.unit_plan.access import plan_to_work_on
from planning.unit_plan.removal import SomethingIsWritten, remove_plan, written_in


@require_http_methods(["GET", "HEAD", "POST"])
@member()
def plan_remove(request, school_slug, plan_id):
    """Asks, naming what will be lost; removes a plan in which nothing is written yet."""
    plan = plan_to_work_on(request, plan_id)
    if not may_remove_plan(request.member, plan):
        raise PermissionDenied(_why_not(plan))
    if request.method != "POST":
        return _ask(request, plan)
    try:
        remove_plan(plan=plan, by=request.member, now=timezone.now())
    except PlanningError as refusal:
        return _ask(request, plan, status=409, trouble=str(refusal))
    messages.success(request, f"The plan “{plan.title}” is removed.")
    return redirect("plans", school_slug=school_slug)


def _why_not(plan):
    if plan.is_closed:
        return str(PlanIsClosed())
    return f"{plan.created_by.name}, who started this plan, and the librarians can remove it."


def _ask(request, plan, *, status=200, trouble=""):
    """The question with the plan's head and its people; or why it cannot be removed, and what can be done instead."""
    written = written_in(plan)
    [setting] = setting_of(plan.pk)
    context = {
        "plan": plan,
        "trouble": trouble or (str(SomethingIsWritten(written)) if written else ""),
        "can_be_closed": bool(written),
        "facts": facts_of(plan, setting),
        "partners": plan.partners.all(),
        "here": others_here(plan=plan, member=request.member, now=timezone.now()),
    }
    return render(request, "planning/plan_remove.html", context, status=status)
