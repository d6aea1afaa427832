"""Pages on which evidence is added, changed and removed, and the files themselves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab.access import member
from collab.uploads import takes_files_up_to
from planning.errors import AlreadyDone, PlanIsClosed, PlanningError, RowChanged, RowGone
from planning.evidence import actions, queries
from planning.evidence.files import LARGEST
from planning.evidence.forms import ChangedEvidenceForm, NewEvidenceForm
from planning.evidence.serving import as_file, as_preview
from planning.models import Evidence, EvidenceFile
from planning.unit_plan.access import plan_to_read, plan_to_work_on
from planning.unit_plan.addresses import of_page

CONFLICT, INVALID = 409, 422
ABOUT = {"title": "Evidence"}
GOES = "Consent is refused: what this piece holds is removed for good, from every page and report, and only this line \
stays and says so. Save once more to remove it, or choose another consent."
LOST = "What it holds is gone then, and cannot be restored."

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@takes_files_up_to(LARGEST)
@form_methods
@member()
def evidence_add(request, school_slug, plan_id):
    """New evidence: files, pictures, or a link."""
    plan = _plan_for_form(request, plan_id)
    form = _form(NewEvidenceForm, request, plan)
    if not form.is_valid():
        return _show_form(request, plan, form, title="Add evidence", status=INVALID if form.is_bound else 200)
    try:
        pieces = actions.add_evidence(
            plan=plan, values=form.values, kept=form.kept, by=request.member, now=timezone.now()
        )
    except PlanningError as refusal:
        return _show_form(request, plan, form, title="Add evidence", status=CONFLICT, trouble=str(refusal))
    return _done(request, plan, f"{len(pieces)} pieces are there." if len(pieces) > 1 else "It is there.")


@takes_files_up_to(LARGEST)
@form_methods
@member()
def evidence_change(request, school_slug, plan_id, row_id):
    """Other words, consent or audience, another file. A refusal asks once, and removes, on a closed plan as well."""
    plan = plan_to_work_on(request, plan_id)
    piece = _piece(request, plan, row_id)
    if piece is None:
        return _done(request, plan, f"{RowGone()}", level=messages.WARNING)
    form = _form(ChangedEvidenceForm, request, plan, instance=piece)
    if plan.is_closed and piece.holds == Evidence.Holds.NOTHING and request.method != "POST":
        raise PermissionDenied(str(PlanIsClosed()))
    words = {"title": f"“{piece}”: consent, and who may see it" if plan.is_closed else "Change this piece of evidence"}
    if not form.is_valid():
        return _show_form(request, plan, form, **words, status=INVALID if form.is_bound else 200)
    if form.refuses and not form.cleaned_data["confirmed"]:
        form.ask_to_confirm()
        return _show_form(request, plan, form, **words, status=INVALID, trouble=GOES, button="Save and remove it")
    try:
        actions.change_evidence(
            piece=piece,
            version=form.read_version,
            values=form.values,
            kept=form.kept,
            by=request.member,
            now=timezone.now(),
        )
    except RowChanged as lost:
        form.show_standing(lost.current)
        return _show_form(request, plan, form, **words, status=CONFLICT, trouble=_was_changed(lost))
    except PlanningError as refusal:
        return _show_form(request, plan, form, **words, status=CONFLICT, trouble=str(refusal))
    return _done(request, plan, "Saved, and what was refused is removed." if form.refuses else "Saved.")


@form_methods
@member()
def evidence_remove(request, school_slug, plan_id, row_id):
    """Asks, naming what will be lost; removes."""
    plan = _plan_for_form(request, plan_id)
    piece = _piece(request, plan, row_id)
    if piece is None:
        return _done(request, plan, "Somebody removed this before you.", level=messages.WARNING)
    if request.method != "POST":
        return _ask(request, plan, piece)
    try:
        actions.remove_evidence(piece=piece, version=_version(request), by=request.member, now=timezone.now())
    except RowChanged as lost:
        return _ask(request, plan, lost.current, status=CONFLICT, trouble=_was_changed(lost))
    except AlreadyDone as refusal:
        return _done(request, plan, str(refusal), level=messages.WARNING)
    except PlanningError as refusal:
        return _ask(request, plan, piece, status=CONFLICT, trouble=str(refusal))
    return _done(request, plan, "Removed.")


@require_safe
@member()
def evidence_file(request, school_slug, plan_id, row_id):
    """The file: a picture to look at, anything else to be saved."""
    return as_file(get_object_or_404(_files(request, plan_id).defer("preview"), pk=row_id))


@require_safe
@member()
def evidence_preview(request, school_slug, plan_id, row_id):
    """The small picture."""
    pictures = _files(request, plan_id).filter(preview__isnull=False).defer("content")
    return as_preview(get_object_or_404(pictures, pk=row_id))


def _files(request, plan_id):
    """The files of a plan that the reader may see today."""
    plan = plan_to_read(request, plan_id)
    seen = Evidence.objects.visible_to(request.member, on=plan.school.day_of(timezone.now()))
    return EvidenceFile.objects.filter(evidence__in=seen.filter(plan=plan))


def _plan_for_form(request, plan_id):
    """The plan, if the member works on it; a closed one opens no form, and what is sent to it is shown again."""
    plan = plan_to_work_on(request, plan_id)
    if plan.is_closed and request.method != "POST":
        raise PermissionDenied(str(PlanIsClosed()))
    return plan


def _piece(request, plan, row_id):
    """The piece; None where a form is sent for one that somebody removed meanwhile."""
    piece = Evidence.objects.filter(plan=plan, pk=row_id).first()
    if piece is None and request.method != "POST":
        raise Http404
    return piece


def _form(form_class, request, plan, **more):
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    is_too_large = getattr(request, "upload_is_too_large", False)
    return form_class(*sent, plan=plan, member=request.member, is_too_large=is_too_large, auto_id="evidence-%s", **more)


def _version(request):
    number = request.POST.get("version", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _was_changed(lost):
    return f"{lost.current.changed_by.name} changed this meanwhile. Look at what stands there now, and decide again."


def _show_form(request, plan, form, *, title, status=200, trouble="", button="Save"):
    form.take_focus()
    context = {"form": form, "heading": title, "form_button": button, "form_action": request.path, "trouble": trouble}
    return _page(request, plan, context, status)


def _ask(request, plan, piece, *, status=200, trouble=""):
    question = queries.line_of(piece, on=plan.school.day_of(timezone.now()))
    context = {
        "question": question,
        "heading": "Remove this piece of evidence?",
        "loses": [] if piece.holds == Evidence.Holds.NOTHING else [LOST],
        "version": piece.version,
        "question_button": "Remove",
        "form_action": request.path,
        "trouble": trouble,
    }
    return _page(request, plan, context, status)


def _page(request, plan, context, status):
    about = {"plan": plan, "kind": ABOUT, "back_url": _back(plan)}
    return render(request, "planning/rows/page.html", about | context, status=status)


def _back(plan):
    return f"{of_page(plan, Evidence.stage)}#evidence"


def _done(request, plan, sentence, level=messages.SUCCESS):
    messages.add_message(request, level, sentence)
    return redirect(_back(plan))
