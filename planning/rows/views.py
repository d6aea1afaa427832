"""Views of rows: add, change, remove, tick off, log. Each works in place with htmx and as a page without."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.access import member
from planning.errors import AlreadyDone, PlanningError, RowChanged, RowGone
from planning.models import CriterionCount, Partner
from planning.permissions import may_see_plan
from planning.rows import actions
from planning.rows.addresses import page_of, to
from planning.rows.answering import (
    CONFLICT,
    INVALID,
    ask_before_removing,
    done,
    leave_for,
    plan_for_form,
    read_version,
    show,
    show_form,
    stage_of,
    typed,
)
from planning.rows.forms import CHANGE_FORMS, FORMS
from planning.rows.kinds import CRITERIA, DUTIES, LESSON_LOGS
from planning.rows.level_labels_form import LevelLabelsForm
from planning.rows.words import after_removing, after_saving, before_removing
from planning.unit_plan.access import plan_to_read
from planning.unit_plan.actions import set_level_labels

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@member()
def rows(request, school_slug, plan_id, kind):
    """A section as it stands: what “Cancel” goes back to."""
    plan = plan_to_read(request, plan_id)
    stage = stage_of(request, kind)
    return show(request, plan, kind, stage) if request.htmx else redirect(page_of(plan, kind, stage))


@form_methods
@member()
def row_add(request, school_slug, plan_id, kind):
    """A new row."""
    plan = plan_for_form(request, plan_id)
    form = form_to_add(request, plan, kind)
    if not form.is_valid():
        return show_form_to_add(request, plan, kind, form, status=INVALID if form.is_bound else 200)
    stage = stage_of(request, kind)
    try:
        row = actions.add_row(
            model=kind.model, plan=plan, values=form.values, by=request.member, now=timezone.now(), stage=stage
        )
    except PlanningError as refusal:
        return show_form_to_add(request, plan, kind, form, status=CONFLICT, trouble=str(refusal))
    return done(request, plan, kind, stage, after_saving(plan, row, on=plan.school.day_of(timezone.now())))


def form_to_add(request, plan, kind):
    return FORMS[kind.key](typed(request), plan=plan, member=request.member, auto_id=f"{kind.key}-%s")


def show_form_to_add(request, plan, kind, form, **more):
    stage = stage_of(request, kind)
    action = to("row_add", plan, kind=kind, stage=stage)
    return show_form(request, plan, kind, stage, form, title=kind.add, action=action, **more)


@form_methods
@member()
def row_change(request, school_slug, plan_id, kind, row_id):
    """Another text for a row."""
    return change(request, plan_id, kind, row_id, title=f"Change this {kind.one}")


@form_methods
@member()
def lesson_log(request, school_slug, plan_id, row_id):
    """What happened in a lesson."""
    return change(request, plan_id, LESSON_LOGS, row_id, title="What happened in this lesson?")


def change(request, plan_id, kind, row_id, title):
    plan = plan_for_form(request, plan_id)
    stage = stage_of(request, kind)
    row = kind.rows(plan).filter(pk=row_id).first()
    if row is None:
        return show_gone(request, plan, kind)
    form = CHANGE_FORMS[kind.key](
        typed(request), instance=row, plan=plan, member=request.member, auto_id=f"{kind.key}-%s"
    )
    words = {"title": title, "lead": str(row) if kind is LESSON_LOGS else "", "action": request.get_full_path()}
    if not form.is_valid():
        return show_form(request, plan, kind, stage, form, **words, status=INVALID if form.is_bound else 200)
    try:
        row = actions.change_row(
            row=row, version=form.read_version, values=form.values, by=request.member, now=timezone.now(), stage=stage
        )
    except RowChanged as lost:
        form.show_standing(lost.current)
        trouble = (
            f"{lost.current.changed_by.name} changed this while you were typing. Beside each field that differs "
            "stands what is there now. Save again to put yours in its place, or cancel to keep theirs."
        )
        return show_form(request, plan, kind, stage, form, **words, status=CONFLICT, trouble=trouble)
    except RowGone:
        return show_gone(request, plan, kind)
    except PlanningError as refusal:
        return show_form(request, plan, kind, stage, form, **words, status=CONFLICT, trouble=str(refusal))
    return done(request, plan, kind, stage, after_saving(plan, row, on=plan.school.day_of(timezone.now())))


def show_gone(request, plan, kind):
    """What was typed for a row that somebody removed meanwhile, ready to be added again."""
    if request.method != "POST":
        raise Http404
    return show_form_to_add(
        request,
        plan,
        kind,
        form_to_add(request, plan, kind),
        status=CONFLICT,
        trouble=str(RowGone()),
        button="Add it again",
    )


@form_methods
@member()
def row_remove(request, school_slug, plan_id, kind, row_id):
    """Asks, naming what will be lost; removes."""
    plan = plan_for_form(request, plan_id)
    stage = stage_of(request, kind)
    row = kind.rows(plan).filter(pk=row_id).first()
    if not kind.is_removable or (row is None and request.method != "POST"):
        raise Http404
    if row is None:
        return done(request, plan, kind, stage, [("waiting", "Somebody removed this before you.")])
    asked = {"title": f"Remove this {kind.one}?", "loses": before_removing(plan, row, request.member)}
    if request.method != "POST":
        return ask_before_removing(request, plan, kind, stage, row, **asked)
    name = str(row)
    try:
        fallen = actions.remove_row(
            row=row, version=read_version(request), by=request.member, now=timezone.now(), stage=stage
        )
    except AlreadyDone as before:
        return done(request, plan, kind, stage, [("waiting", str(before))])
    except RowChanged as lost:
        trouble = f"{lost.current.changed_by.name} changed this meanwhile. Look again before you remove it."
        return ask_before_removing(request, plan, kind, stage, lost.current, **asked, status=CONFLICT, trouble=trouble)
    except PlanningError as refusal:
        return ask_before_removing(request, plan, kind, stage, row, **asked, status=CONFLICT, trouble=str(refusal))
    said = after_removing(row, name, fallen)
    is_self = isinstance(row, Partner) and row.member_id == request.member.pk
    return leave(request, plan, said) if is_self else done(request, plan, kind, stage, said)


def leave(request, plan, said):
    """Whoever took themselves off a plan goes on to it if they still see it, else to the list."""
    again = type(plan).objects.visible_to(request.member).filter(pk=plan.pk).first()
    if again is not None and may_see_plan(request.member, again):
        return leave_for(request, plan.get_absolute_url(), said)
    return leave_for(request, reverse("plans", kwargs={"school_slug": plan.school.slug}), said)


@require_POST
@member()
def duty_done(request, school_slug, plan_id, row_id):
    """Ticks a duty off, or opens it again (`is_done` in the address is 1 or 0)."""
    plan = plan_for_form(request, plan_id)
    duty = get_object_or_404(DUTIES.rows(plan), pk=row_id)
    is_done = request.GET.get("is_done") != "0"
    try:
        actions.set_done(duty=duty, is_done=is_done, by=request.member, now=timezone.now())
    except PlanningError as refusal:
        return done(request, plan, DUTIES, DUTIES.stages[0], [("waiting", str(refusal))])
    return done(request, plan, DUTIES, DUTIES.stages[0], [("good", "Done." if is_done else "Open again.")])


@form_methods
@member()
def level_labels(request, school_slug, plan_id):
    """The names of the levels that criteria are counted by."""
    plan = plan_for_form(request, plan_id)
    stage = CRITERIA.stages[0]
    highest = CriterionCount.objects.filter(criterion__plan=plan).order_by("-level").values_list("level", flat=True)
    form = LevelLabelsForm(typed(request), plan=plan, counted=highest.first() or 0, auto_id="levels-%s")
    words = {"title": "Name the levels", "lead": "Two to six, the lowest first.", "action": request.get_full_path()}
    if not form.is_valid():
        status = INVALID if form.is_bound else 200
        return show_form(request, plan, CRITERIA, stage, form, **words, status=status)
    try:
        set_level_labels(plan=plan, labels=form.labels, by=request.member, now=timezone.now())
    except PlanningError as refusal:
        return show_form(request, plan, CRITERIA, stage, form, **words, status=CONFLICT, trouble=str(refusal))
    return done(request, plan, CRITERIA, stage, [("good", "Saved.")])
