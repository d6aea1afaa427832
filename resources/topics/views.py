"""Topic requests: what teachers will teach, and where each request stands."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member


@member()
@require_safe
def topics(request, school_slug):
    """Your topics."""
    return render(request, "resources/topics/index.html")
