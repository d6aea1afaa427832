"""Entries: added, changed, moved, taken off and put back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab import asked
from collab.access import member
from collab.changing import Change
from collab.errors import Refused
from collab.school_settings.pages import carried_out, sent
from resources.lists.access import do, list_to_work_on
from resources.lists.entries import actions
from resources.lists.entries.forms import CHANGE_FORMS, HeadingForm, LinksForm
from resources.lists.entries.lines import lines_of, place_of
from resources.lists.entries.titles import title_of_scan
from resources.lists.page import Adding
from resources.lists.page_views import back_to, show
from resources.models import ListEntry, Resource


@require_POST
@member()
def list_entry_add(request, school_slug, list_id):
    """One more entry, or several links; `kind` says what."""
    found = list_to_work_on(request, list_id)
    add = {"heading": _add_heading, "title": _add_title}.get(request.POST.get("kind"), _add_links)
    return add(request, found)


def _add_links(request, found):
    form = LinksForm(request.POST, auto_id="add-%s")
    return _add(request, found, Adding("link", form, is_open=True), lambda: form.entries)


def _add_heading(request, found):
    form = HeadingForm(request.POST, auto_id="add-%s")
    heading = {"kind": ListEntry.Kind.HEADING}
    return _add(request, found, Adding("heading", form, is_open=True), lambda: [heading | form.cleaned_data])


def _add(request, found, adding, entries):
    """Puts on the list what the form says; a form with something to put right comes back with the page."""
    form = adding.form
    if form.is_valid():
        try:
            made = actions.add_entries(resource_list=found, entries=entries(), by=request.member, now=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return back_to(found, query=f"?add={adding.kind}&added={made[-1].pk}")
    return show(request, found, adding, status=422)


def _add_title(request, found):
    """A title that was picked, or the one that a scan stands for; words lead to the titles that have them."""
    picked, typed = asked.key(request.POST.get("resource")), asked.words(request.POST.get("q"))
    titles = Resource.objects.visible_to(request.member).on_the_shelf()
    title = titles.filter(pk=picked).first() if picked else title_of_scan(member=request.member, typed=typed)
    if title is None:
        return back_to(found, query=f"?{urlencode({'add': 'title', 'q': typed})}")
    entry = {"kind": ListEntry.Kind.TITLE, "resource": title}
    try:
        [made] = actions.add_entries(resource_list=found, entries=[entry], by=request.member, now=timezone.now())
    except Refused as refusal:
        return show(request, found, Adding("title", q=typed, is_open=True, trouble=str(refusal)), status=409)
    return back_to(found, query=f"?add=title&added={made.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@member()
def list_entry_change(request, school_slug, list_id, entry_id):
    """Other words for an entry. One that was taken off meanwhile can be put back with what was typed."""
    found = list_to_work_on(request, list_id)
    entry = get_object_or_404(ListEntry.with_removed.filter(list=found).select_related("resource"), pk=entry_id)
    title, change = str(entry), Change(request, entry)
    form = CHANGE_FORMS[entry.kind](sent(request), instance=entry)
    by_now = {"by": request.member, "now": timezone.now()}
    is_off = entry.removed_at is not None
    if is_off and request.POST.get("put_back") and form.is_valid():
        is_off = not do(request, actions.put_back_entry, entry=entry, **by_now)
    if not is_off and carried_out(form, actions.change_entry, change=change, entry=entry, **by_now):
        return back_to(found, f"entry-{entry.pk}")
    context = {"resource_list": found, "entry": entry, "title": title, "form": form, "change": change, "is_off": is_off}
    context["place"], context["number"] = place_of(entry)
    is_lost = change.is_lost or (is_off and form.is_bound)
    status = 409 if is_lost else 422 if form.is_bound else 200
    return render(request, "resources/lists/entry_change.html", context, status=status)


@require_POST
@member()
def list_entry_move(request, school_slug, list_id, entry_id):
    """One place up or down, or to a place from 1; htmx gets the entries anew, and the words that are read out."""
    found = list_to_work_on(request, list_id)
    entry = get_object_or_404(ListEntry.with_removed.filter(list=found).select_related("resource"), pk=entry_id)
    to = request.POST.get("to", "")
    where = {"steps": {"up": -1, "down": 1}.get(to, 0), "place": asked.number(to, 1, actions.MOST_ENTRIES)}
    try:
        place, number = actions.move_entry(entry=entry, by=request.member, now=timezone.now(), **where)
        said = f"“{entry}” is number {place} of {number} now."
    except Refused as refusal:
        said = str(refusal)
    if not request.htmx:
        messages.info(request, said)
        return back_to(found, f"entry-{entry.pk}")
    context = {"resource_list": found, "lines": lines_of(found), "may_work": True, "said": said}
    return render(request, "resources/lists/entries.html", context)


@require_POST
@member()
def list_entry_remove(request, school_slug, list_id, entry_id):
    """Takes an entry off the list; the page then offers to put it back."""
    found = list_to_work_on(request, list_id)
    entry = get_object_or_404(ListEntry.with_removed.filter(list=found).select_related("resource"), pk=entry_id)
    do(request, actions.remove_entry, entry=entry, by=request.member, now=timezone.now())
    return back_to(found, query=f"?removed={entry.pk}")


@require_POST
@member()
def list_entry_put_back(request, school_slug, list_id, entry_id):
    """Puts back what was taken off."""
    found = list_to_work_on(request, list_id)
    entry = get_object_or_404(ListEntry.with_removed.filter(list=found).select_related("resource"), pk=entry_id)
    do(request, actions.put_back_entry, entry=entry, by=request.member, now=timezone.now())
    return back_to(found, f"entry-{entry.pk}")
