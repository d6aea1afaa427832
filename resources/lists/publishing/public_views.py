"""A list as students read it: no account, no cookie, nothing that says who has looked."""

from django.http import HttpResponse
from django.template import loader
from django.views.decorators.http import conditional_page, require_safe

from collab.access import public
from resources.lists.publishing.queries import chapters_of, list_behind

HEADERS = {
    # Asked for again each time, so that an address that was taken back leads nowhere at once.
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@public
@require_safe
@conditional_page
def public_list(request, token):
    """The list behind a public address; whatever other address it is, the answer is the same."""
    found = list_behind(token)
    if found is None:
        return _answer("resources/lists/public_gone.html", {}, status=404)
    return _answer("resources/lists/public.html", {"resource_list": found, "chapters": chapters_of(found)})


def _answer(template, context, status=200):
    """The page, made without the request: nothing of whoever asks can come to stand in it."""
    return HttpResponse(loader.render_to_string(template, context), status=status, headers=HEADERS)
