"""The picture of a box: shown to those who may see the box, uploaded, removed."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.access import member
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from resources.boxes.access import box_to_change
from resources.boxes.forms import PictureForm
from resources.boxes.picture import keep_picture, made_anew, remove_picture
from resources.models import BoxPicture, ResourceBox

A_DAY = 24 * 60 * 60


@require_safe
@member()
def box_picture(request, school_slug, box_id):
    """The JPEG. Its address on the page changes with the picture, so that a browser may keep it."""
    boxes = ResourceBox.objects.visible_to(request.member)
    picture = get_object_or_404(BoxPicture, box__in=boxes, box=box_id)
    response = HttpResponse(bytes(picture.content), content_type="image/jpeg")
    response.headers["Cache-Control"] = f"private, max-age={A_DAY}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def box_picture_change(request, school_slug, box_id):
    """Another picture for a box."""
    box = box_to_change(request, box_id)
    form = PictureForm(request.POST, request.FILES) if request.method == "POST" else PictureForm()
    if getattr(request, "upload_is_too_large", False):
        limit = settings.LARGEST_UPLOAD // 2**20
        form.add_error("file", f"This file is larger than {limit} MB. Save the picture smaller first.")
    if form.is_valid() and _kept(request, box, form):
        messages.success(request, "The picture is there.")
        return redirect(box)
    context = {"box": box, "form": form, "picture": BoxPicture.objects.filter(box=box).defer("content").first()}
    return render(request, "resources/boxes/picture_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@member(Role.LIBRARIAN)
def box_picture_remove(request, school_slug, box_id):
    """No picture any more."""
    box = box_to_change(request, box_id)
    try:
        remove_picture(box=box)
    except AlreadyDone as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "The picture is removed.")
    return redirect(box)


def _kept(request, box, form):
    try:
        made = made_anew(form.cleaned_data["file"])
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    keep_picture(box=box, made=made, by=request.member, now=timezone.now())
    return True
