"""Getting a plan for a request: 404 for whom it does not exist, 403 and the reason for who may only read it."""

from functools import lru_cache

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404

from collab.models import Member
from collab.prepared import Joined, Prepared, remember
from planning.errors import PlanningError
from planning.models import Partner, UnitPlan
from planning.permissions import may_work_on_plan

PLAN = Joined(UnitPlan, "term", without=["search"])
PARTNER = Joined(Partner, "member")

partners_of = Prepared(PARTNER, lambda plan: Partner.objects.filter(plan=plan).values_list(*PARTNER.columns))


@lru_cache(maxsize=100)
def plans_seen_with(roles):
    """The question for a plan, for a member of a school who holds these roles (a tuple)."""

    def ask(plan, member, school):
        reader = Member(pk=member, school_id=school, roles=roles)
        return UnitPlan.objects.visible_to(reader).filter(pk=plan).values_list(*PLAN.columns)

    return Prepared(PLAN, ask)


def plan_to_read(request, plan_id):
    """The plan, with school and term and its partners loaded."""
    reader = request.member
    found = plans_seen_with(tuple(reader.roles))(plan_id, reader.pk, reader.school_id)
    if not found:
        raise Http404
    [plan] = found
    plan.school = reader.school
    remember(plan, "partners", partners_of(plan.pk))
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
