"""The catalogue: finding titles, and their download."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url, replace_url

from collab.access import member
from collab.addresses import address
from collab.downloads import table_response
from collab.models import Role
from collab.parts import asks_for_part, page_or_part
from resources.catalogue.finding import pages
from resources.catalogue.finding.downloads import HEADER, rows_of_resources
from resources.catalogue.finding.filters import Asked
from resources.catalogue.finding.queries import exact_hits
from resources.catalogue.finding.typed import tells_enough
from resources.catalogue.permissions import may_keep_catalogue


@member()
@require_safe
def catalogue(request, school_slug):
    """The titles that are found; only the part below the filters when asked for. A scan leads to its title."""
    asked = Asked.read(request.GET, member=request.member)
    if scanned := _scanned(request, asked):
        return scanned
    if _is_typing(request) and asked.q and not tells_enough(asked.q):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    is_part = asks_for_part(request)
    context = pages.found(member=request.member, asked=asked, today=timezone.localdate())
    if not is_part:
        context |= pages.filters(member=request.member, asked=asked)
    response = page_or_part(request, "resources/catalogue/catalogue", context)
    if is_part:
        keep_url = replace_url if _is_typing(request) else push_url
        keep_url(response, f"{request.path}{asked.address()}")
    return response


def _is_typing(request):
    """Whether the search follows what is being typed; otherwise Enter, or a button, asked for it."""
    return request.htmx.trigger_name == "q"


def _scanned(request, asked):
    """The way to the one title that a barcode or an ISBN names, once Enter ends it; None while somebody types."""
    if _is_typing(request) or asked.exactly or asked.page > 1 or asked.sort != asked.usual_sort:
        return None
    hits = exact_hits(member=request.member, text=asked.q, withdrawn=asked.withdrawn)
    if not hits and may_keep_catalogue(request.member):  # Somebody holds a book that should not be there any more.
        hits = exact_hits(member=request.member, text=asked.q, withdrawn=True)
    if len(hits) != 1:
        return None
    url = address("resource", school_slug=request.member.school.slug, resource_id=hits[0])
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


@member(Role.LIBRARIAN)
@require_safe
def catalogue_download(request, school_slug):
    """What was found as a file: CSV, or XLSX with `?format=xlsx`."""
    rows = rows_of_resources(member=request.member, asked=Asked.read(request.GET, member=request.member))
    return table_response(request.GET.get("format"), f"catalogue-{school_slug}", HEADER, rows)
