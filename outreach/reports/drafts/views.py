"""Reports as they are written: begun from a period, put in order, told with stories, removed."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab import asked
from collab.access import member
from collab.addresses import address
from collab.changing import Change
from collab.errors import Refused, RowChanged, RowGone
from collab.models import Department, Role
from outreach.reports.drafts import actions, pages, queries
from outreach.reports.drafts.beginning import wanted
from outreach.reports.drafts.forms import ReportForm
from outreach.reports.drafts.order import place_after, reordered
from outreach.reports.drafts.said import said_by_units, taken_over
from outreach.reports.offers import offers_to

FORM = "outreach/reports/drafts/edit.html"
SAVED = "The report is saved."
TAKE = "take:"  # What the button says that takes a unit's own words over; the key of a story follows.


@require_safe
@member()
def reports_written(request, school_slug):
    """The reports of the school: drafts for librarians, and what was published."""
    try:
        context = pages.overview(member=request.member, today=_today(request), asked_for=request.GET)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reports_written", school_slug=school_slug)
    return render(request, "outreach/reports/drafts/reports.html", context)


@require_POST
@member(Role.LIBRARIAN)
def report_draft(request, school_slug):
    """A draft on a period, with the usual figures in it; a second one about the same is made on purpose alone."""
    offers = offers_to(request.member, _today(request))
    department = asked.key(request.POST.get("department"))
    if department is not None:
        department = get_object_or_404(Department.objects.visible_to(request.member), pk=department)
    try:
        period, key, there = wanted(request.POST, member=request.member, offers=offers)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reports_written", school_slug=school_slug)
    if there and "another" not in request.POST:
        about = urlencode({"period": period.key} | ({"department": key} if key else {}))
        return redirect(f"{address('reports_written', school_slug=school_slug)}?{about}#begin")
    about = {"school": request.member.school, "period": period, "department": department}
    report = actions.draft_report(**about, by=request.member, now=timezone.now())
    return redirect("report_edit", school_slug=school_slug, report_id=report.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def report_edit(request, school_slug, report_id):
    """The page on which a report is written: one form, of which every button keeps the words that stand in it."""
    report, stories = _draft_or_404(request, report_id)
    if request.method != "POST":
        form = ReportForm(stories=stories, initial=ReportForm.initial_of(report))
        return _page(request, report, stories, form, Change(request, report))
    return keep(request, report, stories) or _done(request, report)


@require_POST
@member(Role.LIBRARIAN)
def report_story_add(request, school_slug, report_id):
    """One more unit is told in the report; what stands in the form is kept."""
    report, stories = _draft_or_404(request, report_id)
    if not_kept := keep(request, report, stories):
        return not_kept
    plan = queries.tellable(report, request.member).filter(pk=asked.key(request.POST.get("plan"))).first()
    if plan is None:
        messages.error(request, "Choose the unit to tell of. Everything else is saved.")
        return redirect(_edit(report, "stories"))
    try:
        actions.tell_of(report=report, plan=plan, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_edit(report, "stories"))


@require_POST
@member(Role.LIBRARIAN)
def report_story_remove(request, school_slug, report_id):
    """A story is taken out; what else stands in the form is kept."""
    report, stories = _draft_or_404(request, report_id)
    if not_kept := keep(request, report, stories):
        return not_kept
    story = next((one for one in stories if one.pk == asked.key(request.POST.get("story"))), None)
    try:
        actions.leave_out(report=report, story=story, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect(_edit(report, "stories"))


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def report_remove(request, school_slug, report_id):
    """A draft is removed until somebody saves it again; what was published stays."""
    report, stories = _draft_or_404(request, report_id)
    if request.method != "POST":
        return render(request, "outreach/reports/drafts/remove.html", {"report": report, "stories": stories})
    try:
        actions.remove_report(report=report, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The draft “{report}” is removed.")
    return redirect("reports_written", school_slug=school_slug)


def keep(request, report, stories):
    """Keeps what the form of the page holds. Returns None where it is kept, else the page that says why it is not."""
    form, change = ReportForm(request.POST, stories=stories), Change(request, report)
    for words in form.words_without_a_story():
        form.add_error(None, f"Somebody took a story out while you were typing. Your words for it were: {words}")
    if not form.is_valid():
        return _page(request, report, stories, form, change, status=422)
    values = form.values
    do = request.POST.get("do", "")
    values["sections"] = reordered(values["sections"], do)
    taken = asked.key(do.removeprefix(TAKE)) if do.startswith(TAKE) else None
    if taken in values["stories"]:
        said = said_by_units([story for story in stories if story.pk == taken], request.member)
        values["stories"][taken] = taken_over(values["stories"][taken], said[taken])
    try:
        actions.change_report(report=report, **values, version=change.version, by=request.member, now=timezone.now())
    except RowChanged as lost:
        change.version = lost.current.version
        change.title = pages.who_was_first(lost.current)
        change.stands = pages.what_stands(lost.current, form)
        return _page(request, report, stories, form, change, status=409)
    except RowGone as gone:
        form.add_error(None, str(gone))
        return _page(request, report, stories, form, change, status=409)
    return None


def _done(request, report):
    """After saving: back to where the button stands, or on to what it is for."""
    do = request.POST.get("do", "")
    if do == "look":
        return redirect("report_preview", school_slug=request.member.school.slug, report_id=report.pk)
    if picture := asked.key(do.removeprefix("picture:")):
        slug = request.member.school.slug
        return redirect("report_story_picture", school_slug=slug, report_id=report.pk, story_id=picture)
    if not do:
        messages.success(request, SAVED)
    if do.startswith(TAKE):
        return redirect(_edit(report, f"id_story-{do.removeprefix(TAKE)}"))
    return redirect(_edit(report, place_after(reordered(request.POST.getlist("sections"), do), do) if do else ""))


def _edit(report, place):
    return f"{pages.edit_address(report)}{'#' if place else ''}{place}"


def _draft_or_404(request, report_id):
    report = queries.draft_of(request.member, report_id)
    if report is None:
        raise Http404
    return report, queries.stories_of(report)


def _page(request, report, stories, form, change, status=200):
    context = pages.edit(report=report, stories=stories, form=form, member=request.member) | {"change": change}
    return render(request, FORM, context, status=status)


def _today(request):
    return request.member.school.day_of(timezone.now())
