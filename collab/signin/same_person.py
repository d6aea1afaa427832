"""A page acts for whoever opened it. While somebody else is signed in, nothing that comes from it is done.

People share computers: Ada leaves a form open, Ben signs in in another window. `app.js` gives what was open before the
newest token, since Ada may have signed in again herself; so it says with it who opened the page. A page that was opened
by nobody who is signed in (to sign in, to join, to set up) says nothing, and what is sent without a script has an old
token, which Django refuses (`refused_token`).
"""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from collab import asked
from collab.middleware import CleanTextMiddleware
from collab.models import Member
from collab.signin.typed import OPENED_BY, held, texts_in

BY_SCRIPTS = "X-Opened-By"  # The header in which scripts send the key of the account; forms have a field for it.
ANYBODY_MAY = {"account_logout"}  # Signing out harms nobody, and on a computer for all it is better done than not.
FROM_ELSEWHERE = ("Origin checking", "Referer checking")  # How Django's reasons begin where another site sent it.


class SamePerson:
    """Refuses what comes from a page that somebody else opened than who is signed in now."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        opened_by = request.headers.get(BY_SCRIPTS) or request.POST.get(OPENED_BY)
        if not opened_by or request.resolver_match.url_name in ANYBODY_MAY:
            return None
        if not request.user.is_authenticated or opened_by == str(request.user.pk):
            return None
        return _somebody_else(request, opened_by)


def _somebody_else(request, opened_by):
    """412 with the sentences for a script, which leaves its page alone; to a form a page with 409 and what it held."""
    member = request.member or request.at_home
    now = member.name if member else str(request.user)
    before = _name_of(opened_by, request.user)
    if BY_SCRIPTS in request.headers:
        told = {
            "sentence": f"{now} is signed in in this browser now, and {before or 'somebody else'} opened this page. "
            "So nothing was saved. What was typed is still here.",
            "again": f"Sign in again{f' as {before}' if before else ''} in a new window, then come back to this one",
            "url": reverse("account_logout"),
        }
        return JsonResponse(told, status=412)
    page = {"now": now, "before": before} | held(request)
    return render(request, "signin/somebody_else.html", page, status=409)


def _name_of(opened_by, reader):
    """Who opened the page, if they share a school with the reader; the page may say anything, and nobody is shown."""
    pk = asked.key(opened_by)
    colleagues = Member.objects.active().filter(school__members__in=Member.objects.active().filter(user=reader))
    return colleagues.filter(user=pk).values_list("name", flat=True).first() if pk else None


def _came_from(request):
    """The address of the page with the form, if it is one of ours and the browser says it."""
    page = request.headers.get("Referer", "")
    is_here = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_here else ""


def refused_token(request, reason=""):
    """Django's refusal of a form without a good token: a page with what was typed; to a script that it is signed out.

    Texts that another site sent are not shown, since anything may stand in them.
    """
    is_ours = not reason.startswith(FROM_ELSEWHERE)
    is_script = BY_SCRIPTS in request.headers or "HX-Request" in request.headers
    page = {
        "is_from_elsewhere": not is_ours,
        "has_no_cookie": "cookie" in reason,
        "typed": texts_in(CleanTextMiddleware.cleaned(request.POST)) if is_ours else [],
        "form_at": _came_from(request) if is_ours else "",
    }
    return render(request, "403_csrf.html", page, status=401 if is_script else 403)
