"""Loans: what waits, whose are mine, and the term strip of all boxes."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member
from resources.bookings.pages import now_and_today
from resources.bookings.strip_page import Asked, strip_page


@member()
@require_safe
def bookings(request, school_slug):
    """All boxes against the weeks of a term; above them what waits for the member."""
    now, today = now_and_today(request)
    context = strip_page(member=request.member, asked=Asked.read(request.GET), now=now, today=today)
    return render(request, "resources/bookings/bookings.html", context)
