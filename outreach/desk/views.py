"""The desk: the page after sign-in."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.access import member
from outreach.desk.pages import desk_of


@member()
@require_safe
def desk(request, school_slug):
    """What waits for the reader, their plans by term, and what their roles look after."""
    return render(request, "desk/desk.html", desk_of(member=request.member, now=timezone.now()))
