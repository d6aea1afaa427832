"""Imports into the catalogue: hand in a file, say what its columns are, watch it run, read what came of it."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.access import member
from collab.asked import page as page_number
from collab.downloads import table_response
from collab.errors import AlreadyDone
from collab.middleware import clean
from collab.models import Role
from collab.uploads import takes_files_up_to
from resources.catalogue_import import actions, pages, queries
from resources.catalogue_import.forms import CatalogueFileForm, ColumnsForm
from resources.catalogue_import.kinds import LARGEST
from resources.catalogue_import.taking_back.page import taking_back
from resources.catalogue_import.tasks import run_import
from resources.models import CatalogueImport


@require_safe
@member(Role.LIBRARIAN)
def catalogue_imports(request, school_slug):
    """Past and running imports, and the form for the next one."""
    return _list(request, CatalogueFileForm())


def _list(request, form, status=200):
    context = pages.imports(member=request.member, number=page_number(request.GET.get("page")), now=timezone.now())
    return render(request, "resources/catalogue_import/index.html", context | {"form": form}, status=status)


@takes_files_up_to(LARGEST)
@require_POST
@member(Role.LIBRARIAN)
def catalogue_import_start(request, school_slug):
    """Takes a file; a table is asked for its columns next, MARC is started at once."""
    is_too_large = getattr(request, "upload_is_too_large", False)
    form = CatalogueFileForm(request.POST, request.FILES, is_too_large=is_too_large)
    if not form.is_valid():
        return _list(request, form, status=422)
    file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    kept = actions.keep_file(
        school=request.member.school,
        file=file,
        kind=kind,
        filename=clean(file.name),
        size=file.size,
        by=request.member,
        now=timezone.now(),
    )
    if kind.is_table:
        return redirect("catalogue_import_columns", school_slug=school_slug, import_id=kept.pk)
    _start(kept)
    return redirect("catalogue_import", school_slug=school_slug, import_id=kept.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def catalogue_import_columns(request, school_slug, import_id):
    """Which column holds what, with the first rows as they would be read; starts the import when that is settled."""
    kept = get_object_or_404(CatalogueImport.objects.visible_to(request.member), pk=import_id)
    if kept.state != CatalogueImport.State.MAPPING:
        return redirect("catalogue_import", school_slug=school_slug, import_id=kept.pk)
    form = ColumnsForm(request.POST or None, columns=kept.columns, mapping=kept.mapping)
    if form.is_bound and form.is_valid() and "look" not in request.POST:
        try:
            mapping = form.cleaned_data["mapping"]
            actions.begin(catalogue_import=kept, mapping=mapping, by=request.member, now=timezone.now())
            _start(kept)
        except AlreadyDone:
            pass  # A second click: the page shows what the first one began.
        return redirect("catalogue_import", school_slug=school_slug, import_id=kept.pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "resources/catalogue_import/columns.html", pages.columns(kept, form), status=status)


@require_safe
@member(Role.LIBRARIAN)
def catalogue_import(request, school_slug, import_id):
    """How far it is, and what came of it."""
    kept = get_object_or_404(queries.imports_of(request.member), pk=import_id)
    if kept.state == CatalogueImport.State.MAPPING:
        return redirect("catalogue_import_columns", school_slug=school_slug, import_id=kept.pk)
    now = timezone.now()
    context = pages.one_import(kept, number=page_number(request.GET.get("page")), now=now) | taking_back(kept, now=now)
    return render(request, "resources/catalogue_import/import.html", context)


@require_safe
@member(Role.LIBRARIAN)
def catalogue_import_progress(request, school_slug, import_id):
    """The part of the page that changes while the import runs; the page itself for those without scripts."""
    kept = get_object_or_404(queries.imports_of(request.member), pk=import_id)
    if not request.htmx or kept.state == CatalogueImport.State.MAPPING:
        return redirect("catalogue_import", school_slug=school_slug, import_id=kept.pk)
    now = timezone.now()
    context = pages.one_import(kept, number=1, now=now) | taking_back(kept, now=now)
    return render(request, "resources/catalogue_import/progress.html", context)


@require_POST
@member(Role.LIBRARIAN)
def catalogue_import_cancel(request, school_slug, import_id):
    """Ends it; what was imported stays."""
    kept = get_object_or_404(CatalogueImport.objects.visible_to(request.member), pk=import_id)
    try:
        actions.cancel(catalogue_import=kept, by=request.member, now=timezone.now())
    except AlreadyDone as error:
        messages.info(request, str(error))
    return redirect("catalogue_import", school_slug=school_slug, import_id=kept.pk)


@require_safe
@member(Role.LIBRARIAN)
def catalogue_import_report(request, school_slug, import_id):
    """What is to be said of single records, as a file: CSV, or XLSX with `?format=xlsx`."""
    kept = get_object_or_404(CatalogueImport.objects.visible_to(request.member), pk=import_id)
    rows = queries.report(kept)
    return table_response(request.GET.get("format"), f"import-{kept.pk}-{school_slug}", queries.REPORT_HEADER, rows)


def _start(kept):
    """Calls a worker once the row is there. Where that fails, the import is found within minutes all the same."""
    transaction.on_commit(partial(run_import.delay, kept.pk), robust=True)
