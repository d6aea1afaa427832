"""Adding a title by hand, and changing one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_http_methods

from collab import asked
from collab.access import member
from collab.addresses import address
from collab.changing import Change, was_open
from collab.errors import Refused
from collab.models import Role
from collab.school_settings.pages import carried_out, sent
from resources.catalogue import actions, queries
from resources.catalogue.access import resource_or_404
from resources.catalogue.forms import NewResourceForm, ResourceForm
from resources.catalogue.looking_up import from_isbn
from resources.catalogue.twins import twins_of

TEMPLATE = "resources/catalogue/resource_form.html"
TWINS = "twins"
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
@member(Role.LIBRARIAN)
def resource_add(request, school_slug):
    """A new title; with `?isbn=` filled in as far as it is known, and with what is here already.

    With `?barcode=` or `?title=` that is filled in: what was looked for in vain elsewhere. `copy_to` names a title that
    is here already: the barcodes are of its copies then.
    """
    looked_up = from_isbn("" if request.POST else request.GET.get("isbn", ""))
    said = {"title": asked.words(request.GET.get("title")), "barcodes": asked.words(request.GET.get("barcode"))}
    initial = {"added_on": timezone.localdate()} | said | looked_up.values
    form = NewResourceForm(sent(request), initial=initial, ready=not looked_up.is_offered)
    if request.htmx.target == TWINS:
        return _twins_part(request, form)
    if "copy_to" in request.POST:
        return _copies_added(request, form) or _form_page(request, form, looked_up=looked_up)
    if form.is_valid() and not _has_twins(request, form) and (added := _added(request, form)):
        messages.success(request, f"“{added}” is in the catalogue. Scan the barcodes of its copies.")
        return _to_its_copies(request, added)
    return _form_page(request, form, looked_up=looked_up)


def _added(request, form):
    """The title that was added, or None where it was refused, which the form then says."""
    values, known = dict(form.cleaned_data), {twin.record.pk for twin in form.twins}
    try:
        return actions.add_resource(values=values, by=request.member, now=timezone.now(), known=known)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        _find_twins(request, form, values)


def _copies_added(request, form):
    """The way to the title that got the copies, or None where they were refused, which the form then says."""
    twin = resource_or_404(request, asked.key(request.POST["copy_to"]))
    form.ask_for_barcodes_alone()
    if not form.is_valid():
        return None
    barcodes = form.cleaned_data["barcodes"]
    try:
        actions.add_copies(resource=twin, barcodes=barcodes, by=request.member, now=timezone.now())
    except Refused as refusal:
        form.add_error("barcodes", str(refusal))
        return None
    are = "is a copy" if len(barcodes) == 1 else "are copies"
    named = f"{get_text_list(barcodes, 'and')} {are} of “{twin}” now."
    messages.success(request, named if barcodes else f"Scan the barcode of the new copy of “{twin}”.")
    return _to_its_copies(request, twin)


def _to_its_copies(request, resource):
    url = address("resource", school_slug=request.member.school.slug, resource_id=resource.pk)
    return redirect(f"{url}?scan")


@form_methods
@member(Role.LIBRARIAN)
def resource_change(request, school_slug, resource_id):
    """What is written about a title. Where it is gone meanwhile, what was typed is offered as a new one."""
    changed = queries.resource_of(member=request.member, resource_id=resource_id)
    if changed is None and was_open(request):
        return _form_page(request, NewResourceForm(request.POST), is_gone=True)
    if changed is None:
        raise Http404
    title, change, before = changed.title, Change(request, changed), _known_by(changed)
    form = ResourceForm(sent(request), instance=changed)
    if request.htmx.target == TWINS:
        return _twins_part(request, form)
    about = {"resource": changed, "by": request.member, "now": timezone.now()}
    is_clear = form.is_valid() and (_says_the_same(form, before) or not _has_twins(request, form))
    if is_clear and carried_out(form, actions.change_resource, change=change, **about):
        messages.success(request, "Saved.")
        return redirect(changed)
    return _form_page(request, form, change=change, changed=changed, title=title)


def _known_by(resource):
    """What tells a title from others."""
    return resource.isbns, resource.title, resource.creators


def _says_the_same(form, before):
    """Whether a form leaves alone what tells its title from others: nobody needs to hear of its twins again."""
    return before == tuple(form.cleaned_data[name] for name in ("isbns", "title", "creators"))


def _has_twins(request, form):
    """Whether another record may be the same as what is in this form, and nobody has said yet that it is not."""
    _find_twins(request, form, form.cleaned_data)
    return bool(form.twins) and not form.is_another


def _find_twins(request, form, values):
    """Leaves on a form its twins, and whether somebody ticked, knowing all of these, that it is another title."""
    about = {"isbns": values.get("isbns", ()), "title": values.get("title", ""), "creators": values.get("creators", ())}
    form.twins = twins_of(member=request.member, but=form.instance, **about)
    keys = {str(twin.record.pk) for twin in form.twins}
    form.is_another = bool(keys) and keys <= set(request.POST.get("anyway", "").split())


def _twins_part(request, form):
    """The part of a form that tells of its twins, asked for while somebody types."""
    form.full_clean()
    _find_twins(request, form, form.cleaned_data)
    return render(request, "resources/catalogue/twins.html", {"form": form})


def _form_page(request, form, *, change=None, **about):
    """The form; 409 where somebody else was first, 422 where something is wrong or asked."""
    status = 409 if about.get("is_gone") or (change and change.is_lost) else 422 if form.is_bound else 200
    context = {"form": form, "change": change, "locations": queries.locations(request.member)} | about
    found = about.get("looked_up")
    if found and not form.is_bound:
        _find_twins(request, form, form.initial | {"isbns": [found.number] if found.number else []})
    return render(request, TEMPLATE, context, status=status)
