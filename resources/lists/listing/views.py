"""The page of all lists, and its download."""

from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from collab.access import member
from collab.downloads import table_response
from collab.parts import asks_for_part, page_or_part
from resources.lists.listing.filters import Asked, Sort
from resources.lists.listing.queries import lists_for_download, page_of_lists
from resources.lists.listing.rows import table_rows
from resources.lists.permissions import may_make_lists

HEADER = (
    "Title",
    "Topics",
    "Owner",
    "Curators",
    "Links",
    "Titles",
    "Dead links",
    "Public since",
    "Made on",
    "Changed on",
)


@member()
@require_safe
def resource_lists(request, school_slug):
    """The lists of the school; only the part below the filters when asked for."""
    asked = Asked.read(request.GET)
    found = page_of_lists(member=request.member, asked=asked)
    context = {
        "asked": asked,
        "found": found,
        "rows": table_rows(found.rows, slug=school_slug, today=timezone.localdate()),
        "sorts": {sort.value: asked.address(sort=sort.value) for sort in Sort},
        "kept": asked.address().removeprefix("?"),
        "may_make": may_make_lists(request.member),
    }
    response = page_or_part(request, "resources/lists/lists", context)
    if asks_for_part(request):
        push_url(response, f"{request.path}{asked.address()}")
    return response


@member()
@require_safe
def resource_lists_download(request, school_slug):
    """The same lists as a file, all pages of them: CSV, or XLSX with `?format=xlsx`."""
    lists = lists_for_download(member=request.member, asked=Asked.read(request.GET))
    day_of = request.member.school.day_of
    rows = (
        [
            row.title,
            row.topics,
            row.owner_name,
            ", ".join(row.curator_names),
            row.links,
            row.titles,
            row.dead,
            day_of(row.published_at) if row.published_at else None,
            day_of(row.created_at),
            day_of(row.changed_at),
        ]
        for row in lists
    )
    return table_response(request.GET.get("format"), f"lists-{school_slug}", HEADER, rows)
