"""Views of standards: find by typing, use for a plan, enter, correct, take off a plan."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab.access import member
from planning.errors import AlreadyDone, PlanningError, RowChanged
from planning.models import Standard
from planning.permissions import may_work_on_plan
from planning.rows import queries, standard_actions
from planning.rows.addresses import to
from planning.rows.answering import (
    CONFLICT,
    INVALID,
    ask_before_removing,
    done,
    plan_for_form,
    show_form,
    typed,
)
from planning.rows.forms import StandardForm
from planning.rows.kinds import STANDARDS
from planning.rows.new_standard_form import NewStandardForm
from planning.rows.permissions import may_correct_standard
from planning.rows.views import form_methods
from planning.unit_plan.access import plan_to_read

STAGE = STANDARDS.stages[0]


@require_safe
@member()
def standards(request, school_slug):
    """The standards of the school, found by typing; with `plan`, ready to be used for it."""
    number = request.GET.get("plan", "")
    plan = plan_to_read(request, int(number)) if number.isdecimal() and len(number) < 18 else None
    context = finding(request, plan)
    template = "planning/rows/standards_found.html" if request.htmx else "planning/rows/standards.html"
    return render(request, template, context)


def finding(request, plan):
    """What the list of found standards shows, for the words in `q`."""
    words = request.GET.get("q", "")[:200]
    found = queries.found_standards(request.member, words, plan)
    may_use = plan is not None and may_work_on_plan(request.member, plan) and not plan.is_closed
    for one in found:
        one.use_url = to("standard_use", plan, row_id=one.pk) if may_use else ""
    return {
        "q": words,
        "found": found,
        "plan": plan,
        "may_use": may_use,
        "most": queries.SHOWN_STANDARDS,
        "in_section": bool(request.htmx and request.GET.get("in_place")),
    }


@require_POST
@member()
def standard_use(request, school_slug, plan_id, row_id):
    """Lets the plan rest on a standard of the school."""
    plan = plan_for_form(request, plan_id)
    standard = get_object_or_404(Standard.objects.visible_to(request.member), pk=row_id)
    try:
        standard_actions.rest_on(plan=plan, standard=standard, by=request.member, now=timezone.now())
    except PlanningError as refusal:
        return done(request, plan, STANDARDS, STAGE, [("waiting", str(refusal))])
    return done(request, plan, STANDARDS, STAGE, [("good", f"This unit rests on {standard}.")])


@form_methods
@member()
def standard_add(request, school_slug, plan_id):
    """Find a standard that the school has, or enter a new one."""
    plan = plan_for_form(request, plan_id)
    form = NewStandardForm(typed(request), plan=plan, member=request.member, auto_id="standards-%s")
    if not form.is_valid():
        return show_form_to_add(request, plan, form, status=INVALID if form.is_bound else 200)
    choice = form.choice
    if choice is not None and choice.is_correction:
        standard_to_correct(request, choice.standard_id)
    try:
        standard, is_new = standard_actions.rest_on_entered(
            plan=plan, values=form.values, by=request.member, now=timezone.now(), choice=choice
        )
    except standard_actions.StandsOtherwise as clash:
        return ask_which_words(request, plan, form, clash.current)
    except AlreadyDone as before:
        return done(request, plan, STANDARDS, STAGE, [("waiting", str(before))])
    except PlanningError as refusal:
        return show_form_to_add(request, plan, form, status=CONFLICT, trouble=str(refusal))
    known = f"{standard} was in the school's list already; this unit rests on it now."
    return done(request, plan, STANDARDS, STAGE, [("good", "Saved." if is_new or choice else known)])


def ask_which_words(request, plan, form, standing):
    """Both statements of one number, the school's and the one that was typed: a person decides."""
    uses, may_correct = standing.plans.count(), may_correct_standard(request.member, standing)
    form.ask_which(standing, uses=uses, may_correct=may_correct)
    trouble = (
        f"{standing} is in the school's list already, in other words. They stand beside what you typed. Choose below "
        "which words are to stand, or give yours another number."
    )
    return show_form_to_add(request, plan, form, status=CONFLICT, trouble=trouble)


def show_form_to_add(request, plan, form, **more):
    action = to("row_add", plan, kind=STANDARDS)
    return show_form(
        request,
        plan,
        STANDARDS,
        STAGE,
        form,
        title="Enter a new standard",
        action=action,
        finder=finding(request, plan),
        **more,
    )


def standard_to_correct(request, standard_id):
    """A standard of the school that the reader may correct; 404 or 403 otherwise."""
    found = Standard.objects.visible_to(request.member).select_related("created_by")
    standard = get_object_or_404(found, pk=standard_id)
    if not may_correct_standard(request.member, standard):
        raise PermissionDenied(f"Librarians and {standard.created_by.name}, who entered it, correct this standard.")
    return standard


@form_methods
@member()
def standard_change(request, school_slug, plan_id, row_id):
    """Corrects a standard of the school, from the page of a plan that rests on it."""
    plan = plan_for_form(request, plan_id)
    standard = standard_to_correct(request, row_id)
    form = StandardForm(typed(request), instance=standard, plan=plan, member=request.member, auto_id="standards-%s")
    uses = standard.plans.count()
    lead = f"It is corrected in all {uses} plans that rest on it." if uses > 1 else ""
    words = {"title": "Correct this standard", "lead": lead, "action": request.get_full_path()}
    if not form.is_valid():
        return show_form(request, plan, STANDARDS, STAGE, form, **words, status=INVALID if form.is_bound else 200)
    try:
        standard_actions.change_standard(
            plan=plan,
            standard=standard,
            version=form.read_version,
            values=form.values,
            by=request.member,
            now=timezone.now(),
        )
    except RowChanged as lost:
        form.show_standing(lost.current)
        name = (lost.current.changed_by or lost.current.created_by).name
        trouble = f"{name} wrote this while you were typing. Save again to put yours in its place."
        return show_form(request, plan, STANDARDS, STAGE, form, **words, status=CONFLICT, trouble=trouble)
    except PlanningError as refusal:
        return show_form(request, plan, STANDARDS, STAGE, form, **words, status=CONFLICT, trouble=str(refusal))
    return done(request, plan, STANDARDS, STAGE, [("good", "Saved.")])


@form_methods
@member()
def standard_leave(request, school_slug, plan_id, row_id):
    """Takes a standard off the plan; it stays in the school's list."""
    plan = plan_for_form(request, plan_id)
    standard = get_object_or_404(Standard.objects.visible_to(request.member), pk=row_id)
    if request.method != "POST":
        return ask_before_removing(
            request,
            plan,
            STANDARDS,
            STAGE,
            standard,
            title="Take this standard off the unit?",
            button="Take it off",
            loses=["It stays in the school's list, ready for other plans."],
        )
    try:
        standard_actions.rest_no_more(plan=plan, standard=standard, by=request.member, now=timezone.now())
    except PlanningError as refusal:
        return done(request, plan, STANDARDS, STAGE, [("waiting", str(refusal))])
    return done(request, plan, STANDARDS, STAGE, [("good", f"This unit no longer rests on {standard}.")])
