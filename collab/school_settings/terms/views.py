"""Pages of the terms."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.changing import Change, was_open
from collab.errors import Refused
from collab.models import Term
from collab.school_settings.pages import carried_out, for_setters, removed_before, sent, settings_page
from collab.school_settings.terms import actions, queries
from collab.school_settings.terms.forms import FIELDS, NextYearForm, TermForm, TermSheet


@require_safe
@for_setters
def terms(request, school_slug):
    """The terms by school year."""
    today = request.member.school.day_of(timezone.now())
    earlier = "earlier" in request.GET
    return settings_page(
        request,
        "school_settings/terms.html",
        at="terms",
        years=queries.terms_by_year(member=request.member, today=today, earlier=earlier),
        has_earlier=not earlier and queries.has_earlier_terms(member=request.member, today=today),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_setters
def term_add(request, school_slug):
    """One more term."""
    form = TermForm(sent(request))
    if carried_out(form, actions.add_term, by=request.member, now=timezone.now()):
        messages.success(request, f"{form.cleaned_data['name']} is added.")
        return redirect("terms", school_slug=school_slug)
    return settings_page(request, "school_settings/term.html", at="terms", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_setters
def term_change(request, school_slug, term_id):
    """Name and dates of one term."""
    term = Term.objects.visible_to(request.member).filter(pk=term_id).first()
    if term is None:
        return _gone(request)
    change = Change(request, term)
    form = TermForm(sent(request), initial={name: getattr(term, name) for name in FIELDS})
    if carried_out(form, actions.change_term, change=change, term=term, by=request.member, now=timezone.now()):
        messages.success(request, f"{form.cleaned_data['name']} is saved.")
        return redirect("terms", school_slug=school_slug)
    return settings_page(request, "school_settings/term.html", at="terms", form=form, change=change, term=term)


def _gone(request):
    """What was typed about a term that somebody removed meanwhile, ready to be added again."""
    if not was_open(request):
        raise Http404
    return settings_page(request, "school_settings/term.html", at="terms", form=TermForm(request.POST), is_gone=True)


@require_POST
@for_setters
def term_remove(request, school_slug, term_id):
    """Removes a term that no plan uses. A second click goes where the first one went."""
    term = Term.objects.visible_to(request.member).filter(pk=term_id).first()
    if term is None:
        return removed_before(request, "terms")
    try:
        actions.remove_term(term=term, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("term_change", school_slug=school_slug, term_id=term_id)
    messages.success(request, f"{term} is removed.")
    return redirect("terms", school_slug=school_slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_setters
def terms_next_year(request, school_slug):
    """A whole school year at once: proposed from last year or a preset, each date open to change."""
    today = request.member.school.day_of(timezone.now())
    choice = NextYearForm(request.GET if "preset" in request.GET else None)
    preset = choice.cleaned_data["preset"] if choice.is_bound and choice.is_valid() else queries.AS_BEFORE
    if request.method == "POST":
        sheet, is_done = _sheet_after(request)
        if is_done:
            messages.success(request, "The school year is added.")
            return redirect("terms", school_slug=school_slug)
    else:
        proposed = queries.next_year(preset=preset, member=request.member, today=today)
        sheet = TermSheet(TermSheet.text_of(proposed), is_checked=False)
    return settings_page(request, "school_settings/next_year.html", at="terms", choice=choice, sheet=sheet)


def _sheet_after(request):
    """The sheet after the button that was pressed, and whether its terms were added."""
    rows = TermSheet.typed(request.POST)
    do = request.POST.get("do", "save")
    if do != "save":
        return TermSheet(TermSheet.rearranged(rows, do), is_checked=False), False
    sheet = TermSheet(rows, is_checked=True)
    if not sheet.is_valid:
        return sheet, False
    try:
        actions.add_terms(terms=sheet.values, by=request.member, now=timezone.now())
    except actions.TermRefused as refusal:
        sheet.refuse(str(refusal), refusal.field, refusal.number)
        return sheet, False
    return sheet, True
