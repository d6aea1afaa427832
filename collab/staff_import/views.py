"""The staff import: hand in a list, look at what it would do, import it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.access import member
from collab.downloads import csv_response
from collab.middleware import clean
from collab.models import StaffImport
from collab.people.permissions import KEEPERS
from collab.staff_import import actions, queries
from collab.staff_import.errors import AlreadyImported, StaffImportError
from collab.staff_import.forms import StaffListForm
from collab.staff_import.pages import STEPS, preview, sample_rows
from collab.uploads import TOO_LARGE, says_when_too_large


@says_when_too_large
@require_http_methods(["GET", "HEAD", "POST"])
@member(*KEEPERS)
def staff_import(request, school_slug):
    """Takes a staff list; what can be read is kept, and shown next."""
    is_too_large = getattr(request, "upload_is_too_large", False)
    form = StaffListForm()
    if request.method == "POST":
        form = StaffListForm(request.POST, request.FILES, is_too_large=is_too_large)
        if form.is_valid():
            kept = actions.keep_rows(
                school=request.member.school,
                sheet=form.cleaned_data["sheet"],
                filename=clean(form.cleaned_data["filename"]),
                by=request.member,
                now=timezone.now(),
            )
            return redirect("staff_import_preview", school_slug=school_slug, import_id=kept.pk)
    status = 422 if form.is_bound else 200
    page = {"form": form, "step_labels": STEPS, "is_paste_too_large": TOO_LARGE in request.GET}
    return render(request, "staff_import/start.html", page, status=status)


@require_safe
@member(*KEEPERS)
def staff_import_sample(request, school_slug):
    """A small list that shows the columns."""
    return csv_response("Staff list", *sample_rows())


@require_safe
@member(*KEEPERS)
def staff_import_preview(request, school_slug, import_id):
    """Row by row, what the import would do now; after it, what it did and what it refused."""
    kept = get_object_or_404(StaffImport.objects.visible_to(request.member), pk=import_id)
    found = queries.comparison(staff_import=kept, by=request.member)
    context = preview(kept, found, request.GET, slug=school_slug)
    return render(request, "staff_import/preview.html", context)


@require_POST
@member(*KEEPERS)
def staff_import_run(request, school_slug, import_id):
    """Imports what was looked at."""
    kept = get_object_or_404(StaffImport.objects.visible_to(request.member), pk=import_id)
    seen = request.POST.get("seen", "")
    try:
        actions.import_staff(staff_import=kept, seen=seen, by=request.member, now=timezone.now())
    except AlreadyImported:
        pass  # A second click: the page shows what the first one did.
    except StaffImportError as error:
        messages.error(request, str(error))
    return redirect("staff_import_preview", school_slug=school_slug, import_id=kept.pk)


@require_POST
@member(*KEEPERS)
def staff_import_discard(request, school_slug, import_id):
    """Throws the rows away; nobody was changed by them."""
    kept = get_object_or_404(StaffImport.objects.visible_to(request.member), pk=import_id)
    try:
        actions.discard(staff_import=kept, by=request.member, now=timezone.now())
    except StaffImportError as error:
        messages.error(request, str(error))
        return redirect("staff_import_preview", school_slug=school_slug, import_id=kept.pk)
    messages.info(request, "The rows are gone; nobody was changed.")
    return redirect("staff_import", school_slug=school_slug)
