"""The term board: every topic of a term, and what stands behind it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.access import member
from collab.models import Role


@member(Role.LIBRARIAN, Role.LEADER)
@require_safe
def topic_board(request, school_slug):
    """Term board."""
    return render(request, "resources/term_board/index.html")
