"""Curators come and go, and a list passes to another owner."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from collab import asked
from collab.access import member
from collab.models import Member
from resources.lists.access import do, list_to_keep, list_to_read
from resources.lists.curating import actions
from resources.lists.page_views import back_to
from resources.lists.permissions import is_curator, may_keep_list


@require_POST
@member()
def curator_add(request, school_slug, list_id):
    """A colleague comes to work on the list."""
    return _with_colleague(request, list_id, actions.add_curator, "member", "{} works on this list now.")


@require_POST
@member()
def resource_list_give(request, school_slug, list_id):
    """The list becomes a colleague's own."""
    return _with_colleague(request, list_id, actions.give_list, "to", "This list is {}'s now.")


def _with_colleague(request, list_id, action, name, done):
    found = list_to_keep(request, list_id)
    colleague = _colleague(request)
    if colleague is None:
        messages.warning(request, "Choose a colleague first.")
    else:
        by_now = {"by": request.member, "now": timezone.now()}
        do(request, action, done.format(colleague.name), resource_list=found, **{name: colleague}, **by_now)
    return back_to(found, "people")


@require_POST
@member()
def curator_remove(request, school_slug, list_id):
    """A curator works on the list no more: sent off by owner or librarian, or by themselves."""
    found = list_to_read(request, list_id)
    colleague = _colleague(request)
    is_self = colleague == request.member and is_curator(request.member, found)
    if not is_self and not may_keep_list(request.member, found):
        raise PermissionDenied(f"{found.owner}, whose list this is, and the librarians do that.")
    if colleague is None:
        return redirect(found)
    by_now = {"by": request.member, "now": timezone.now()}
    done = "You no longer work on this list." if is_self else f"{colleague.name} no longer works on this list."
    do(request, actions.remove_curator, done, resource_list=found, member=colleague, **by_now)
    return back_to(found, "people")


def _colleague(request):
    """The colleague that the form names, or None."""
    wanted = asked.key(request.POST.get("member"))
    return Member.objects.visible_to(request.member).filter(pk=wanted).first() if wanted else None
