"""The list of suggestions and its download."""

from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from collab.access import member
from collab.downloads import table_response
from collab.parts import asks_for_part, page_or_part
from resources.advice.queries import advice_waiting
from resources.purchases import listing
from resources.purchases.downloads import HEADER, rows_of_purchases
from resources.purchases.filters import Asked
from resources.purchases.money import money_of_year


@member()
@require_safe
def purchases(request, school_slug):
    """The suggestions that the member may see, with what they come to; only the table when that is asked for."""
    asked, today = Asked.read(request.GET), timezone.localdate()
    context = listing.table(member=request.member, asked=asked, today=today)
    if asks_for_part(request):
        response = page_or_part(request, "resources/purchases/purchases", context)
        return push_url(response, f"{request.path}{asked.address()}")
    context |= listing.filters(member=request.member, asked=asked)
    context |= money_of_year(member=request.member, today=today)
    context["waiting"] = list(advice_waiting(request.member))
    return page_or_part(request, "resources/purchases/purchases", context)


@member()
@require_safe
def purchases_download(request, school_slug):
    """The same suggestions as a file: CSV, or XLSX with `?format=xlsx`."""
    rows = rows_of_purchases(member=request.member, asked=Asked.read(request.GET), today=timezone.localdate())
    return table_response(request.GET.get("format"), f"purchases-{school_slug}", HEADER, rows)
