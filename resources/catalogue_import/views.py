"""Catalogues of other systems: read in the background into ours."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member
from collab.models import Role


@member(Role.LIBRARIAN)
@require_safe
def catalogue_imports(request, school_slug):
    """Imports."""
    return render(request, "resources/catalogue_import/index.html")
