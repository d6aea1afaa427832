"""The question before an import is taken back, and the button that does it."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.access import member
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from resources.catalogue_import import queries
from resources.catalogue_import.taking_back.actions import take_back
from resources.catalogue_import.taking_back.page import taking_back
from resources.catalogue_import.tasks import take_back_import


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def catalogue_import_take_back(request, school_slug, import_id):
    """What would go and what would stay; then it is put in line."""
    now = timezone.now()
    kept = get_object_or_404(queries.imports_of(request.member), pk=import_id)
    said = taking_back(kept, now=now)
    if request.method != "POST" and said["can_be_taken_back"]:
        return render(request, "resources/catalogue_import/take_back.html", {"kept": kept, **said})
    if request.method == "POST":
        try:
            take_back(catalogue_import=kept, by=request.member, now=now)
            transaction.on_commit(partial(take_back_import.delay, kept.pk), robust=True)
        except AlreadyDone:
            pass  # A second click: the page shows what the first one began.
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("catalogue_import", school_slug=school_slug, import_id=kept.pk)
