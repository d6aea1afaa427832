"""The list of conversations and its download."""

from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from collab.access import member
from collab.downloads import table_response
from collab.models import Role
from collab.parts import asks_for_part, page_or_part
from outreach.contacts import listing
from outreach.contacts.downloads import HEADER, rows_of_contacts
from outreach.contacts.filters import Asked


@member(Role.LIBRARIAN)
@require_safe
def contacts(request, school_slug):
    """The conversations, the latest first; only the table when that is asked for."""
    asked = Asked.read(request.GET)
    context = listing.table(member=request.member, asked=asked)
    if asks_for_part(request):
        response = page_or_part(request, "outreach/contacts/contacts", context)
        return push_url(response, f"{request.path}{asked.address()}")
    context |= listing.filters(member=request.member, asked=asked)
    return page_or_part(request, "outreach/contacts/contacts", context)


@member(Role.LIBRARIAN)
@require_safe
def contacts_download(request, school_slug):
    """The same conversations as a file: CSV, or XLSX with `?format=xlsx`."""
    rows = rows_of_contacts(member=request.member, asked=Asked.read(request.GET))
    return table_response(request.GET.get("format"), f"conversations-{school_slug}", HEADER, rows)
