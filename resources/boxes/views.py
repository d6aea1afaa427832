"""Resource boxes and what is in them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member


@member()
@require_safe
def boxes(request, school_slug):
    """Boxes."""
    return render(request, "resources/boxes/index.html")
