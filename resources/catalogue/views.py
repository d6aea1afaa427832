"""The page of one title, and taking it off the shelf."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab.access import member
from collab.errors import Refused
from collab.models import Role
from resources.catalogue import actions, queries
from resources.catalogue.access import resource_or_404
from resources.catalogue.finding.rows import ICONS, ages
from resources.catalogue.forms import ScanForm
from resources.catalogue.permissions import may_keep_catalogue


@require_safe
@member()
def resource(request, school_slug, resource_id):
    """Everything about one title: what it is, its copies, and the boxes and lists that it is in."""
    return resource_page(request, resource_or_404(request, resource_id), ScanForm())


def resource_page(request, shown, form):
    """The page of a title with the form for one more copy; `?scan` puts the cursor there."""
    context = {
        "resource": shown,
        "icon": ICONS[shown.kind],
        "ages": ages(shown.reads_from, shown.reads_to),
        "boxes": queries.boxes_with(member=request.member, resource=shown),
        "lists": queries.lists_with(member=request.member, resource=shown),
    }
    context |= copies_context(request, shown, form)
    return render(request, "resources/catalogue/resource.html", context, status=422 if form.errors else 200)


def copies_context(request, shown, form):
    """What the part of the copies shows."""
    may_keep = may_keep_catalogue(request.member)
    copies = queries.copies_of(shown)
    return {
        "resource": shown,
        "copies": copies if may_keep else [copy for copy in copies if copy.withdrawn_at is None],
        "form": form,
        "may_keep": may_keep,
        "is_scanning": "scan" in request.GET or form.is_bound,
    }


@require_POST
@member(Role.LIBRARIAN)
def resource_withdraw(request, school_slug, resource_id):
    """Takes a title off the shelf."""
    shown = resource_or_404(request, resource_id)
    return _carried_out(request, shown, actions.withdraw_resource, "is withdrawn. It can come back at any time.")


@require_POST
@member(Role.LIBRARIAN)
def resource_restore(request, school_slug, resource_id):
    """Puts a withdrawn title back on the shelf."""
    shown = resource_or_404(request, resource_id)
    return _carried_out(request, shown, actions.restore_resource, "is on the shelf again.")


def _carried_out(request, shown, action, outcome):
    try:
        action(resource=shown, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"“{shown}” {outcome}")
    return redirect(shown)
