"""The departments: whom the library talks with, what they have coming up, and whom it has not reached."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab import asked
from collab.access import member
from collab.models import Role
from outreach.contacts.reached_page import page_of


@member(Role.LIBRARIAN, Role.LEADER)
@require_safe
def in_touch(request, school_slug):
    """The departments, and below them the teachers who were not reached this school year."""
    context = page_of(
        member=request.member,
        department=asked.key(request.GET.get("department")),
        page=asked.page(request.GET.get("page")),
        today=request.member.school.day_of(timezone.now()),
    )
    return render(request, "outreach/contacts/in_touch.html", context)
