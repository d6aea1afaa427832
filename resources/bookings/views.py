"""Boxes lent for dates: asked for, handed out, taken back."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member


@member()
@require_safe
def bookings(request, school_slug):
    """Loans."""
    return render(request, "resources/bookings/index.html")
