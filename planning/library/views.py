"""The page on which a plan is given what it works with."""

from functools import partial
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab import asked
from collab.access import member
from planning.errors import PlanIsClosed
from planning.library import actions, queries
from planning.library.kinds import KINDS
from planning.models import PlanResource
from planning.unit_plan import addresses
from planning.unit_plan.access import do, plan_to_work_on


@member()
@require_safe
def plan_library(request, school_slug, plan_id):
    """What the plan works with, and what can be added: found by words, or ready behind its topic request."""
    plan = plan_to_work_on(request, plan_id)
    if plan.is_closed:
        raise PermissionDenied(str(PlanIsClosed()))
    words = asked.words(request.GET.get("q"))
    context = {
        "plan": plan,
        "words": words,
        "things": queries.in_plan(plan, reader=request.member),
        "offered": queries.offered(reader=request.member, plan=plan, words=words),
    }
    return render(request, "planning/library/page.html", context)


@require_POST
@member()
def plan_library_add(request, school_slug, plan_id, kind, thing_id):
    """Adds one thing to the plan."""
    plan = plan_to_work_on(request, plan_id)
    if kind not in KINDS:
        raise Http404
    thing = get_object_or_404(KINDS[kind].model.objects.visible_to(request.member), pk=thing_id)
    add = partial(actions.add_thing, plan=plan, kind=kind, thing=thing)
    do(request, add, f"“{thing}” is in the plan.", by=request.member, now=timezone.now())
    return redirect(_back(request, plan))


@require_POST
@member()
def plan_library_remove(request, school_slug, plan_id, row_id):
    """Takes one thing out of the plan; in the library it stays."""
    plan = plan_to_work_on(request, plan_id)
    row = get_object_or_404(PlanResource.objects.select_related(*KINDS), plan=plan, pk=row_id)
    remove = partial(actions.remove_thing, plan=plan, row=row)
    do(request, remove, f"“{row}” is no longer in the plan.", by=request.member, now=timezone.now())
    return redirect(_back(request, plan))


def _back(request, plan):
    """The page again, with the words that were searched for."""
    words = asked.words(request.POST.get("q"))
    return addresses.of_plan("plan_library", plan) + (f"?{urlencode({'q': words})}" if words else "")
