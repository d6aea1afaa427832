"""A box serves a topic request, or no more."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from collab import asked
from collab.access import member
from collab.errors import Refused
from collab.models import Role
from resources.boxes.access import box_to_change
from resources.boxes.serving import serve, serve_no_more
from resources.models import TopicRequest


@require_POST
@member(Role.LIBRARIAN)
def box_serve(request, school_slug, box_id):
    """Links a topic request to a box."""
    return _link(request, box_id, serve, "“{}” is linked to this box.")


@require_POST
@member(Role.LIBRARIAN)
def box_serve_no_more(request, school_slug, box_id):
    """Takes the link away."""
    return _link(request, box_id, serve_no_more, "“{}” is no longer linked to this box.")


def _link(request, box_id, action, sentence):
    box = box_to_change(request, box_id)
    wanted = asked.key(request.POST.get("request"))
    topic_request = get_object_or_404(TopicRequest.objects.visible_to(request.member), pk=wanted)
    try:
        action(box=box, topic_request=topic_request, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, sentence.format(topic_request.topic))
    return redirect(box)
