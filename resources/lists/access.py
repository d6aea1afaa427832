"""Getting a list for a request: 404 for whom it does not exist, 403 and the reason for who may only read it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from collab.errors import AlreadyDone, Refused
from resources.lists.permissions import may_keep_list, may_work_on_list
from resources.models import Curator, ResourceList

CURATORS = Prefetch("curatorships", Curator.objects.select_related("member").order_by("member__name", "pk"))


def list_to_read(request, list_id):
    """The list with its owner and its curators."""
    lists = ResourceList.objects.visible_to(request.member).select_related("owner").defer("search")
    found = get_object_or_404(lists.prefetch_related(CURATORS), pk=list_id)
    found.school = request.member.school
    return found


def list_to_work_on(request, list_id):
    """The list, if the member works on it."""
    found = list_to_read(request, list_id)
    if not may_work_on_list(request.member, found):
        raise PermissionDenied(f"{found.owner}, the curators and the librarians change this list. Ask to join them.")
    return found


def list_to_keep(request, list_id):
    """The list, if it is the member's own, or theirs to keep as a librarian."""
    found = list_to_read(request, list_id)
    if not may_keep_list(request.member, found):
        raise PermissionDenied(f"{found.owner}, whose list this is, and the librarians do that.")
    return found


def do(request, action, done="", **arguments):
    """Runs an action and tells how it went. Returns whether it was done.

    What was done already, or cannot be done, is a sentence for the reader and not an error page.
    """
    try:
        action(**arguments)
    except AlreadyDone as error:
        messages.info(request, str(error))
        return False
    except Refused as error:
        messages.warning(request, str(error))
        return False
    if done:
        messages.success(request, done)
    return True
