"""The list and the board of plans, and their download."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from collab.access import member
from collab.downloads import csv_response, xlsx_response
from planning.listing import pages
from planning.listing.downloads import HEADER, rows_of_plans
from planning.listing.filters import Asked, Face

DOWNLOADS = {"csv": csv_response, "xlsx": xlsx_response}
PART = "found"  # The id of the part of the page that a filter changes.


@member()
@require_safe
def plans(request, school_slug):
    """The plans that the member may see, as a table or as a board; only the part below the filters when asked for."""
    asked = Asked.read(request.GET)
    page = pages.board if asked.face == Face.BOARD else pages.table
    is_part = request.htmx.target == PART
    context = page(member=request.member, asked=asked, today=timezone.localdate()) | (
        {} if is_part else pages.filters(member=request.member, asked=asked)
    )
    template = f"planning/plans_{PART}.html" if is_part else "planning/plans.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Target"])
    if is_part:
        push_url(response, f"{request.path}{asked.address()}")
    return response


@member()
@require_safe
def plans_download(request, school_slug):
    """The same plans as a file: CSV, or XLSX with `?format=xlsx`."""
    answer = DOWNLOADS.get(request.GET.get("format"), csv_response)
    rows = rows_of_plans(member=request.member, asked=Asked.read(request.GET))
    return answer(f"plans-{school_slug}", HEADER, rows)
