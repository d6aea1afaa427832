"""Getting a plan for a request: 404 for whom it does not exist, 403 and the reason for who may only read it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from planning.errors import PlanningError
from planning.models import Partner, UnitPlan
from planning.permissions import may_work_on_plan


def plan_to_read(request, plan_id):
    """The plan, with school and term and its partners loaded."""
    plan = get_object_or_404(
        UnitPlan.objects.visible_to(request.member)
        .select_related("term")
        .defer("search")
        .prefetch_related(Prefetch("partners", Partner.objects.select_related("member"))),
        pk=plan_id,
    )
    plan.school = request.member.school
    return plan


def plan_to_work_on(request, plan_id):
    """The plan, if the member works on it; whether it is closed is for the action to say."""
    plan = plan_to_read(request, plan_id)
    if not may_work_on_plan(request.member, plan):
        raise PermissionDenied(why_not(plan))
    return plan


def why_not(plan):
    """Who could change the plan, for somebody who may not."""
    names = [partner.member.name for partner in plan.partners.all() if partner.member]
    asked = f" Ask {' or '.join(names[:2])} to add you." if names else ""
    return f"Only the partners of this plan and the librarians change it.{asked}"


def do(request, action, done, **arguments):
    """Runs an action and tells how it went. Returns whether it was done.

    What was done already, or cannot be done, is a sentence for the reader and not an error page.
    """
    try:
        action(**arguments)
    except PlanningError as error:
        messages.warning(request, str(error))
        return False
    if done:
        messages.success(request, done)
    return True
