"""What the library might let go."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member
from collab.models import Role


@member(Role.LIBRARIAN)
@require_safe
def weedings(request, school_slug):
    """Weeding."""
    return render(request, "resources/weeding/index.html")
