"""Curated lists, their entries, their curators and their links."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member


@member()
@require_safe
def resource_lists(request, school_slug):
    """Lists."""
    return render(request, "resources/lists/index.html")
