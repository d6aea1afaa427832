"""The list of boxes and its download."""

from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from collab.access import member
from collab.downloads import table_response
from collab.parts import asks_for_part, page_or_part
from resources.boxes import listing
from resources.boxes.filters import Asked


@member()
@require_safe
def boxes(request, school_slug):
    """The boxes of the school; only the part below the filters when asked for."""
    asked = Asked.read(request.GET)
    context = listing.table(member=request.member, asked=asked, today=timezone.localdate())
    response = page_or_part(request, "resources/boxes/boxes", context | listing.filters(asked))
    if asks_for_part(request):
        push_url(response, f"{request.path}{asked.address()}")
    return response


@member()
@require_safe
def boxes_download(request, school_slug):
    """The same boxes as a file: CSV, or XLSX with `?format=xlsx`."""
    rows = listing.rows_of_a_download(member=request.member, asked=Asked.read(request.GET))
    return table_response(request.GET.get("format"), f"boxes-{school_slug}", listing.HEADER, rows)
