"""The catalogue: finding titles, and keeping them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member


@member()
@require_safe
def catalogue(request, school_slug):
    """Catalogue."""
    return render(request, "resources/catalogue/index.html")
