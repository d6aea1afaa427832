"""Pages of the four lists; which one it is, the address says."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.changing import Change, was_open
from collab.errors import Refused
from collab.models import YearLevel
from collab.school_settings.lists import actions, queries
from collab.school_settings.lists.forms import ClassLinesForm
from collab.school_settings.pages import carried_out, for_setters, removed_before, sent, settings_page


def urls_of(kind, school_slug, row_id=None):
    """The addresses of a list's pages, for its templates."""
    found = {
        "all": reverse(kind.name, kwargs={"school_slug": school_slug}),
        "add": reverse(f"{kind.one_name}_add", kwargs={"school_slug": school_slug}),
    }
    if row_id:
        about = {"school_slug": school_slug, "row_id": row_id}
        found["remove"] = reverse(f"{kind.one_name}_remove", kwargs=about)
    return found


@require_safe
@for_setters
def rows(request, school_slug, kind):
    """One list, searched and paged."""
    search = request.GET.get("q", "").strip()[:100]
    page = queries.page_of(kind, member=request.member, search=search, number=request.GET.get("page"))
    return settings_page(
        request,
        "school_settings/rows.html",
        at=kind.name,
        kind=kind,
        urls=urls_of(kind, school_slug),
        page_obj=page,
        search=search,
        is_long=bool(search) or page.paginator.count > queries.WORTH_SEARCHING,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_setters
def row_add(request, school_slug, kind):
    """One more row."""
    form = kind.form(sent(request), member=request.member)
    if carried_out(form, actions.add_row, kind=kind, by=request.member, now=timezone.now()):
        messages.success(request, f"{form.cleaned_data['name']} is added.")
        return redirect(kind.name, school_slug=school_slug)
    urls = urls_of(kind, school_slug)
    return settings_page(request, "school_settings/row.html", at=kind.name, kind=kind, form=form, urls=urls)


@require_http_methods(["GET", "HEAD", "POST"])
@for_setters
def row_change(request, school_slug, kind, row_id):
    """One row."""
    row = kind.model.objects.visible_to(request.member).filter(pk=row_id).first()
    if row is None:
        return _gone(request, kind)
    name, change = row.name, Change(request, row)
    form = kind.form(sent(request), instance=row, member=request.member)
    if carried_out(form, actions.change_row, change=change, row=row, by=request.member, now=timezone.now()):
        messages.success(request, f"{form.cleaned_data['name']} is saved.")
        return redirect(kind.name, school_slug=school_slug)
    about = {"kind": kind, "form": form, "change": change, "name": name, "urls": urls_of(kind, school_slug, row_id)}
    return settings_page(request, "school_settings/row.html", at=kind.name, **about)


def _gone(request, kind):
    """What was typed about a row that somebody removed meanwhile, ready to be added again."""
    if not was_open(request):
        raise Http404
    form = kind.form(request.POST, member=request.member)
    about = {"kind": kind, "form": form, "is_gone": True, "urls": urls_of(kind, request.member.school.slug)}
    return settings_page(request, "school_settings/row.html", at=kind.name, **about)


@require_POST
@for_setters
def row_remove(request, school_slug, kind, row_id):
    """Removes a row that nothing uses. A second click goes where the first one went."""
    row = kind.model.objects.visible_to(request.member).filter(pk=row_id).first()
    if row is None:
        return removed_before(request, kind.name)
    try:
        actions.remove_row(row=row, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{kind.one_name}_change", school_slug=school_slug, row_id=row_id)
    messages.success(request, f"{row.name} is removed.")
    return redirect(kind.name, school_slug=school_slug)


@require_POST
@for_setters
def year_level_move(request, school_slug, row_id):
    """Moves a year level one place up, or down."""
    row = get_object_or_404(YearLevel.objects.visible_to(request.member), pk=row_id)
    try:
        actions.move_year_level(row=row, up=request.POST.get("to") == "up", by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("year_levels", school_slug=school_slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_setters
def classes_add(request, school_slug):
    """Several classes at once, one on each line."""
    form = ClassLinesForm(sent(request), member=request.member)
    if carried_out(form, actions.add_classes, by=request.member, now=timezone.now()):
        count = len(form.cleaned_data["lines"])
        messages.success(request, "One class is added." if count == 1 else f"{count} classes are added.")
        return redirect("classes", school_slug=school_slug)
    return settings_page(request, "school_settings/class_lines.html", at="classes", form=form)
