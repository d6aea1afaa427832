"""A member's own digests, read in the app."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member
from outreach.digests import queries
from outreach.digests.choices import choices_for


@require_safe
@member()
def digests(request, school_slug):
    """The digests that the member had, newest first."""
    context = {"digests": queries.digests_of(request.member), "choices": choices_for(request.member)}
    return render(request, "outreach/digests/digests.html", context)


@require_safe
@member()
def digest(request, school_slug, edition_id):
    """One of them, with what is still in the library of it."""
    shown = queries.digest_of(member=request.member, edition_id=edition_id)
    if shown is None:
        raise Http404
    fitting, highlights = queries.entries_of(shown)
    context = {"digest": shown, "fitting": fitting, "highlights": highlights}
    return render(request, "outreach/digests/digest.html", context)
