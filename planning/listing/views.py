"""The list and the board of plans, and their download."""

from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from collab.access import member
from collab.downloads import table_response
from collab.parts import asks_for_part, page_or_part
from planning.listing import pages
from planning.listing.downloads import HEADER, rows_of_plans
from planning.listing.filters import Asked, Face


@member()
@require_safe
def plans(request, school_slug):
    """The plans that the member may see, as a table or as a board; only the part below the filters when asked for."""
    asked = Asked.read(request.GET)
    page = pages.board if asked.face == Face.BOARD else pages.table
    is_part = asks_for_part(request)
    context = page(member=request.member, asked=asked, today=timezone.localdate()) | (
        {} if is_part else pages.filters(member=request.member, asked=asked)
    )
    response = page_or_part(request, "planning/plans", context)
    if is_part:
        push_url(response, f"{request.path}{asked.address()}")
    return response


@member()
@require_safe
def plans_download(request, school_slug):
    """The same plans as a file: CSV, or XLSX with `?format=xlsx`."""
    rows = rows_of_plans(member=request.member, asked=Asked.read(request.GET))
    return table_response(request.GET.get("format"), f"plans-{school_slug}", HEADER, rows)
