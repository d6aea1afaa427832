"""What the library might buy, the advice on it, and the money there is."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member


@member()
@require_safe
def purchases(request, school_slug):
    """Purchases."""
    return render(request, "resources/purchases/index.html")
