"""Copies of a title: scanned in one after the other, withdrawn, and put back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from collab.access import member
from collab.addresses import address
from collab.errors import Refused
from collab.models import Role
from resources.catalogue import actions
from resources.catalogue.access import copy_or_404, resource_or_404
from resources.catalogue.forms import ScanForm
from resources.catalogue.views import copies_context, resource_page

PART = "copies"


@require_POST
@member(Role.LIBRARIAN)
def copy_add(request, school_slug, resource_id):
    """One more copy by its barcode; the field is empty then, and ready for the next scan."""
    resource = resource_or_404(request, resource_id)
    form = ScanForm(request.POST)
    said = _added(request, resource, form)
    if request.htmx.target == PART:
        context = copies_context(request, resource, form if form.errors else ScanForm())
        context |= {"said": said, "is_scanning": True}
        return render(request, "resources/catalogue/copies.html", context, status=422 if form.errors else 200)
    if form.errors:
        return resource_page(request, resource, form)
    messages.success(request, said)
    return redirect(f"{address('resource', school_slug=school_slug, resource_id=resource.pk)}?scan")


def _added(request, resource, form):
    """What there is to say after a scan; what is wrong with it stands at the field."""
    if not form.is_valid():
        return ""
    if resource.withdrawn_at:
        form.add_error("barcode", "This title is withdrawn. Put it back first, then scan its copies.")
        return ""
    try:
        copy = actions.add_copy(
            resource=resource, barcode=form.cleaned_data["barcode"], by=request.member, now=timezone.now()
        )
    except Refused as refusal:
        form.add_error("barcode", str(refusal))
        form.is_ready = True  # The sentence names the barcode; the field is empty for the next scan all the same.
        return ""
    return f"{copy} is added."


@require_POST
@member(Role.LIBRARIAN)
def copy_withdraw(request, school_slug, copy_id):
    """Takes one copy off the shelf."""
    copy = copy_or_404(request, copy_id)
    return _carried_out(request, copy, actions.withdraw_copy, "is withdrawn.")


@require_POST
@member(Role.LIBRARIAN)
def copy_restore(request, school_slug, copy_id):
    """Puts a withdrawn copy back on the shelf."""
    copy = copy_or_404(request, copy_id)
    return _carried_out(request, copy, actions.restore_copy, "is on the shelf again.")


def _carried_out(request, copy, action, outcome):
    try:
        action(copy=copy, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"{copy} {outcome}")
    slug = request.member.school.slug
    return redirect(f"{address('resource', school_slug=slug, resource_id=copy.resource_id)}#copies")
