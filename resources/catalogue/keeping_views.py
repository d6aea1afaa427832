"""Adding a title by hand, and changing one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab import asked
from collab.access import member
from collab.addresses import address
from collab.changing import Change
from collab.errors import Refused
from collab.models import Role
from collab.school_settings.pages import carried_out, sent
from resources.catalogue import actions, queries
from resources.catalogue.access import resource_or_404
from resources.catalogue.forms import NewResourceForm, ResourceForm
from resources.catalogue.looking_up import from_isbn

TEMPLATE = "resources/catalogue/resource_form.html"
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
@member(Role.LIBRARIAN)
def resource_add(request, school_slug):
    """A new title; with `?isbn=` filled in as far as it is known, and with what is here already.

    With `?barcode=` or `?title=` that is filled in: what was looked for in vain elsewhere.
    """
    looked_up = from_isbn(request.GET.get("isbn", ""))
    said = {"title": asked.words(request.GET.get("title")), "barcodes": asked.words(request.GET.get("barcode"))}
    initial = {"added_on": timezone.localdate()} | said | looked_up.values
    form = NewResourceForm(sent(request), initial=initial, ready=not looked_up.is_offered)
    if form.is_valid() and not _has_twins(request, form) and (added := _added(request, form)):
        messages.success(request, f"“{added}” is in the catalogue. Scan the barcodes of its copies.")
        return redirect(f"{address('resource', school_slug=school_slug, resource_id=added.pk)}?scan")
    return _form_page(request, form, looked_up=looked_up)


def _added(request, form):
    """The title that was added, or None where it was refused, which the form then says."""
    try:
        return actions.add_resource(values=form.cleaned_data, by=request.member, now=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


@form_methods
@member(Role.LIBRARIAN)
def resource_change(request, school_slug, resource_id):
    """What is written about a title."""
    changed = resource_or_404(request, resource_id)
    title, change = changed.title, Change(request, changed)
    form = ResourceForm(sent(request), instance=changed)
    about = {"resource": changed, "by": request.member, "now": timezone.now()}
    is_clear = form.is_valid() and not _has_twins(request, form)
    if is_clear and carried_out(form, actions.change_resource, change=change, **about):
        messages.success(request, "Saved.")
        return redirect(changed)
    return _form_page(request, form, change=change, changed=changed, title=title)


def _has_twins(request, form):
    """Whether another title has an ISBN of this form, and nobody has said yet that this is meant."""
    form.twins = queries.others_with(member=request.member, isbns=form.cleaned_data["isbns"], but=form.instance)
    return bool(form.twins) and "anyway" not in request.POST


def _form_page(request, form, *, change=None, **about):
    """The form; 409 where somebody else was first, 422 where something is wrong or asked."""
    status = 409 if change and change.is_lost else 422 if form.is_bound else 200
    context = {"form": form, "change": change, "locations": queries.locations(request.member)} | about
    found = about.get("looked_up")
    if found and found.number and not form.is_bound:
        form.twins = queries.others_with(member=request.member, isbns=[found.number])
    return render(request, TEMPLATE, context, status=status)
