"""Stopping the digest by the link in it: for whoever holds the link, without an account."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from collab.access import public
from outreach.digests.choices import Every, resume_digest, stop_digest
from outreach.digests.queries import choices_behind

# What a mail program sends that has a button of its own (RFC 8058); our page sends the same.
FIELD, STOP, AGAIN = "List-Unsubscribe", "One-Click", "Again"
DOES = {STOP: stop_digest, AGAIN: resume_digest}


@csrf_exempt  # A mail program has neither cookie nor token; the link itself says who may.
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def stop(request, token):
    """Shows whose digest it is; a POST stops it, or has it sent again. No redirect, which RFC 8058 forbids."""
    choices = choices_behind(token)
    if choices is None:
        return _answer(request, {}, status=404)
    does = DOES.get(request.POST.get(FIELD)) if request.method == "POST" else None
    if does:
        does(choices=choices, now=timezone.now())
        choices.refresh_from_db(fields=["digest_every", "stopped_at"])
    is_stopped = choices.digest_every == Every.NEVER
    context = {"address": choices.member.email, "of": choices.member.school, "is_stopped": is_stopped}
    return _answer(request, context | {"did": bool(does), "every": choices.get_digest_every_display().lower()})


def _answer(request, context, status=200):
    response = render(request, "outreach/digests/stop.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
