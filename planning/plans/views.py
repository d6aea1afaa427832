"""A plan as a whole: starting it, its own page, its head, sharing, closing, and the level it has reached."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab import asked
from collab.access import member
from collab.models import Role
from planning.answers.paper import save_first, save_typed
from planning.errors import PlanIsClosed, PlanningError, RowChanged
from planning.levels import librarian_parts
from planning.plans import from_request, queries
from planning.plans.forms import HeadForm, LevelForm, ReasonForm, StartForm
from planning.plans.page import level_of, page_of
from planning.unit_plan import actions, addresses
from planning.unit_plan.access import do, plan_to_read, plan_to_work_on

page_methods = require_http_methods(["GET", "HEAD", "POST"])


@page_methods
@member(Role.LIBRARIAN, Role.TEACHER)
def plan_start(request, school_slug):
    """A plan starts from two fields, topic and partner; from a topic request with all that it says."""
    now = timezone.now()
    topic_request = from_request.named_in(request)
    today = request.member.school.day_of(now)
    begun = {"topic_request": topic_request, "partner": asked.key(request.GET.get("with"))}
    form = StartForm(request.POST or None, by=request.member, today=today, **begun)
    context = {"form": form, "topic_request": topic_request}
    if not form.is_valid():
        return render(request, "planning/plan_start.html", context, status=422 if form.is_bound else 200)
    values = form.cleaned_data
    if again := queries.started_just_now(title=values["title"], by=request.member, now=now):
        return redirect(addresses.of_plan("plan", again))
    about = from_request.said_in(topic_request, values["term"]) if topic_request else {}
    try:
        plan = actions.start_plan(school=request.member.school, by=request.member, now=now, **values, **about)
    except PlanningError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return render(request, "planning/plan_start.html", context, status=409)
    messages.success(request, _started(values["partner"]))
    return redirect(addresses.of_plan("plan", plan))


def _started(partner):
    """How the partner (a Member or None) comes to know of a plan that was just started."""
    if partner is None:
        return "The plan is started. Add the colleague you plan it with whenever you know who it is."
    if partner.user_id is None:
        return f"The plan is started. {partner.name} has no login yet: a librarian can invite them."
    return f"The plan is started. {partner.name} finds it on their desk."


@page_methods
@member()
def plan(request, school_slug, plan_id):
    """The unit on one page. A POST saves the answers of the short form, for those without scripts."""
    if request.method == "POST":
        return save_typed(request, plan_to_work_on(request, plan_id), queries.ALL_PROMPTS, page=0)
    plan = plan_to_read(request, plan_id)
    page = page_of(plan, reader=request.member, asked_face=request.GET.get("view", ""), now=timezone.now())
    return render(request, "planning/plan.html", {"plan": plan, "page": page})


@page_methods
@member()
def plan_head(request, school_slug, plan_id):
    """The head of the form: topic, dates, classes, the level that is planned."""
    plan = plan_to_work_on(request, plan_id)
    if plan.is_closed and request.method != "POST":
        raise PermissionDenied(str(PlanIsClosed()))
    form = HeadForm(request.POST or None, instance=plan, by=request.member)
    if not form.is_valid():
        return _show_head(request, plan, form, 422 if form.is_bound else 200)
    try:
        _save_head(plan, form, request.member)
    except RowChanged as error:
        changes = form.changed_by_others(error.current)
        return _show_head(request, error.current, form, 409, changes=changes, trouble="" if changes else str(error))
    except PlanningError as error:
        return _show_head(request, plan, form, 409, trouble=str(error))
    return redirect(addresses.of_plan("plan", plan))


def _save_head(plan, form, by):
    """Writes what was touched; over somebody else's change only of other fields. Raises `RowChanged`."""
    write = partial(actions.change_head, plan=plan, values=form.values, by=by, now=timezone.now())
    try:
        write(version=form.cleaned_data["version"])
    except RowChanged as error:
        if form.changed_by_others(error.current):
            raise
        write(version=error.current.version)


def _show_head(request, plan, form, status, *, changes=(), trouble=""):
    """The form with what was typed; `trouble` says why it was refused.

    After a lost race it shows the `changes` of the other one, and is read at the plan as it is now.
    """
    as_read = HeadForm(instance=plan, by=request.member) if changes else form
    context = {"plan": plan, "form": form, "as_read": as_read, "changes": changes, "trouble": trouble}
    return render(request, "planning/plan_head.html", context, status=status)


@page_methods
@member()
def plan_level(request, school_slug, plan_id):
    """The level reached: as recorded, with its reasons, or set by hand with one."""
    plan = plan_to_work_on(request, plan_id)
    form = LevelForm(request.POST or None, initial=LevelForm.initial_of(plan))
    if not form.is_valid():
        return _show_level(request, plan, form, 422 if form.is_bound else 200)
    try:
        actions.overrule_level(plan=plan, by=request.member, now=timezone.now(), **form.cleaned_data)
    except RowChanged as error:
        form.read_again(error.current)
        return _show_level(request, error.current, form, 409, is_lost=True)
    except PlanningError as error:
        return _show_level(request, plan, form, 422, trouble=str(error))
    return redirect(addresses.of_plan("plan", plan) + "#level")


def _show_level(request, plan, form, status, *, is_lost=False, trouble=""):
    """The form with what was typed; `is_lost` when somebody else set the level meanwhile, as the plan says now."""
    level = level_of(plan, librarian_parts(plan), timezone.now())
    context = {"plan": plan, "form": form, "level": level, "is_lost": is_lost, "trouble": trouble}
    return render(request, "planning/plan_level.html", context, status=status)


@require_POST
@member()
def plan_share(request, school_slug, plan_id):
    """Shows the plan to the whole school, or stops that."""
    plan = plan_to_work_on(request, plan_id)
    if held := save_first(request, plan, queries.ALL_PROMPTS, page=0):
        return held
    is_shared = request.POST.get("is_shared") == "yes"
    done = "Everybody on the staff can read this plan now." if is_shared else "The plan is no longer shared."
    do(request, actions.share_plan, done, plan=plan, is_shared=is_shared, by=request.member, now=timezone.now())
    return redirect(addresses.of_plan("plan", plan))


@require_POST
@member()
def plan_close(request, school_slug, plan_id):
    """Makes the plan read-only."""
    plan = plan_to_work_on(request, plan_id)
    if held := save_first(request, plan, queries.ALL_PROMPTS, page=0):
        return held
    done = "The plan is closed. It can be reopened."
    do(request, actions.close_plan, done, plan=plan, by=request.member, now=timezone.now())
    return redirect(addresses.of_plan("plan", plan))


@require_POST
@member()
def plan_reopen(request, school_slug, plan_id):
    """Opens a closed plan again, with a reason if there is one to tell."""
    plan = plan_to_work_on(request, plan_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "The reason may have 500 characters. The plan is still closed.")
    else:
        reopen = partial(actions.reopen_plan, why=form.cleaned_data["why"])
        do(request, reopen, "The plan is open again.", plan=plan, by=request.member, now=timezone.now())
    return redirect(addresses.of_plan("plan", plan))
