"""The curriculum map: who teaches what in which term, over the years."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member


@member()
@require_safe
def curriculum_map(request, school_slug):
    """Curriculum map."""
    return render(request, "resources/curriculum_map/index.html")
