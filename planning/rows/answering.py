"""What the views of rows answer: the section in place where htmx asks, else a page of its own or a redirect."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from planning.errors import PlanIsClosed
from planning.permissions import may_edit_plan
from planning.rows import queries
from planning.rows.addresses import page_of, to
from planning.unit_plan.access import plan_to_work_on

LEVELS = {"good": messages.SUCCESS, "waiting": messages.WARNING, "error": messages.ERROR}
CONFLICT, INVALID = 409, 422


def plan_for_form(request, plan_id):
    """The plan, if the member works on it. A closed one opens no form; what is sent to it is kept and shown again."""
    plan = plan_to_work_on(request, plan_id)
    if plan.is_closed and request.method != "POST":
        raise PermissionDenied(str(PlanIsClosed()))
    return plan


def stage_of(request, kind):
    """The number of the stage whose page the section stands on."""
    number = request.GET.get("stage", "")
    return int(number) if number in map(str, kind.stages) else kind.stages[0]


def typed(request):
    """What was sent, for a form; None to show it empty."""
    return request.POST if request.method == "POST" else None


def read_version(request):
    """The version that a row was read at, from a form that only asks; 0 where it says none."""
    number = request.POST.get("version", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def show(request, plan, kind, stage, *, status=200, said=(), **more):
    """The section with what `more` puts into it (a form, a question), or that alone on a page of its own."""
    context = {
        "plan": plan,
        "kind": kind,
        "may_edit": may_edit_plan(request.member, plan),
        "back_url": page_of(plan, kind, stage),
        "section_url": to("rows", plan, kind=kind, stage=stage),
        "said": said,
        **more,
    }
    if request.htmx:
        today = plan.school.day_of(timezone.now())
        context["section"] = queries.section(plan, kind, stage, today)
        return render(request, "planning/rows/section.html", context, status=status)
    return render(request, "planning/rows/page.html", context, status=status)


def show_form(request, plan, kind, stage, form, *, title, action, button="Save", lead="", trouble="", **more):
    """A form, in its section or alone; `trouble` is a sentence above it."""
    if form.is_bound or "finder" not in more:
        form.take_focus()
    words = {"heading": title, "form_lead": lead, "form_action": action, "form_button": button, "trouble": trouble}
    return show(request, plan, kind, stage, form=form, **words, **more)


def ask_before_removing(request, plan, kind, stage, row, *, title, loses, status=200, trouble="", button="Remove"):
    """The question that names what will be lost: the row as it stands, and `loses`, sentences."""
    line = queries.line_of(plan, kind, row)
    return show(
        request,
        plan,
        kind,
        stage,
        status=status,
        question=line,
        version=row.version,
        heading=title,
        question_button=button,
        loses=loses,
        trouble=trouble,
        form_action=request.get_full_path(),
    )


def done(request, plan, kind, stage, said):
    """After a write: the section as it stands now, or the page that it is on. `said`: (tone, sentence) pairs."""
    if request.htmx:
        return show(request, plan, kind, stage, said=said)
    for tone, sentence in said:
        messages.add_message(request, LEVELS[tone], sentence)
    return redirect(page_of(plan, kind, stage))


def leave_for(request, url, said):
    """After a write that leaves nothing to show here: on to another page."""
    for tone, sentence in said:
        messages.add_message(request, LEVELS[tone], sentence)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
