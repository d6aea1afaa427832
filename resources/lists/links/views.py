"""Having dead links looked at again without waiting for their day."""

from django.utils import timezone
from django.views.decorators.http import require_POST

from collab.access import member
from resources.lists.access import do, list_to_work_on
from resources.lists.links.actions import look_again
from resources.lists.page_views import back_to


@require_POST
@member()
def resource_list_look_again(request, school_slug, list_id):
    """The links of a list that did not work come first when links are looked at in the background."""
    found = list_to_work_on(request, list_id)
    do(request, look_again, resource_list=found, now=timezone.now())
    return back_to(found, "links")
