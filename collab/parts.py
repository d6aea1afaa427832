"""A list and its part below the filters: one view serves both, the part alone where htmx asks for it by its id."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

PART = "found"


def asks_for_part(request):
    """Whether only the part below the filters is asked for."""
    return request.htmx.target == PART


def page_or_part(request, name, context):
    """The template `<name>.html`, or of it only the part, `<name>_found.html`."""
    response = render(request, f"{name}_{PART}.html" if asks_for_part(request) else f"{name}.html", context)
    patch_vary_headers(response, ["HX-Target"])
    return response
