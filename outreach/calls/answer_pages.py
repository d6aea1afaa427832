"""The door and the frame of the pages behind a link: who may come in, for how long, and that nothing of it is kept."""

from functools import partial, wraps

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template import loader
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from collab.access import public
from collab.errors import AlreadyDone, Refused
from outreach.calls.answering import page_of
from outreach.calls.handing_on import HandOnForm
from outreach.calls.invitations import place_behind

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def by_link(view):
    """Opens a view to whoever holds a link that works: in place of the token it gets the Place.

    What may be done is said by the address alone, and no cookie is asked: so another site can borrow nothing from who
    happens to be signed in, and the token against that (CSRF) would only shut out browsers that keep no cookies.
    """

    @csrf_exempt
    @public
    @wraps(view)
    def opened(request, token, **parts):
        response = _answered(view, request, place_behind(token, now=timezone.now()), parts)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return opened


def by_post(view):
    """Keeps a view for POST. Who opens its address else, as a phone does that has forgotten a page, gets the answer."""

    @wraps(view)
    def asked(request, place, **parts):
        return view(request, place, **parts) if request.method == "POST" else back(place)

    return asked


def until_it_begins(view=None, *, typed=None):
    """Lets a view answer until the term begins; afterwards the page says that it has, and shows what was `typed`.

    `typed`: what finds that in a request, see `too_late`; None where a view takes nothing but taps.
    """
    if view is None:
        return partial(until_it_begins, typed=typed)

    @wraps(view)
    def asked(request, place, **parts):
        if not place.has_begun:
            return view(request, place, **parts)
        return show(place, status=409, typed=typed(request, place) if typed and request.method == "POST" else ())

    return asked


def of_the_teacher(view):
    """Keeps a view for the teacher's own link."""

    @wraps(view)
    def asked(request, place, **parts):
        if not place.is_own:
            raise Http404
        return view(request, place, **parts)

    return asked


def whose(place):
    """In whose name, for when and by whom something is said, as the actions of topics take it."""
    return {"teacher": place.teacher, "term": place.term, "by": place.by, "now": timezone.now()}


def done(place, act):
    """Does it and shows the answer as it stands then; a second tap changes nothing, and what is refused says why."""
    try:
        act()
    except AlreadyDone:
        pass  # The page shows that it is done.
    except Refused as refusal:
        return show(place, trouble=str(refusal), status=409)
    return back(place)


def back(place):
    """To the answer as it stands."""
    return redirect("answer", token=place.token)


def show(place, *, status=200, handing=None, trouble="", typed=()):
    """The answer, with a form of handing on that has an error, with what was refused, or what came too late."""
    about = {"handing": handing or HandOnForm(teacher=place.teacher), "trouble": trouble, "typed": typed}
    return page("answer", place=place, page=page_of(place), status=status, **about)


def page(name, *, status=200, **context):
    """A page made without the request: nothing of whoever else is signed in here can come to stand in it."""
    return HttpResponse(loader.render_to_string(f"outreach/calls/{name}.html", context), status=status)


def _answered(view, request, place, parts):
    if place is None:
        return page("answer_gone", status=404)
    with timezone.override(place.school.zone):
        try:
            return view(request, place, **parts)
        except Http404:
            return page("answer_gone", status=404)
