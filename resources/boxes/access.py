"""The box of an address: for whoever may read it, and for those who may change it or what is in it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from resources.boxes.permissions import may_change_box, may_fill_box
from resources.models import ResourceBox

FOR_LIBRARIANS = "The librarians change boxes."
OUT_OF_USE = "This box is out of use. Take it into use again on its page, then change what is in it."


def box_to_read(request, box_id):
    """The box; 404 for what the member cannot see."""
    boxes = ResourceBox.objects.visible_to(request.member).select_related("school", "retired_by")
    return get_object_or_404(boxes, pk=box_id)


def box_to_change(request, box_id):
    """The box; 403 for colleagues who do not keep boxes."""
    box = box_to_read(request, box_id)
    if not may_change_box(request.member, box):
        raise PermissionDenied(FOR_LIBRARIANS)
    return box


def box_to_fill(request, box_id):
    """The box; 403 also where it is out of use."""
    box = box_to_change(request, box_id)
    if not may_fill_box(request.member, box):
        raise PermissionDenied(OUT_OF_USE)
    return box
