"""A version of what is in a box: as it went out, and what changed since."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from collab.access import member
from resources.boxes.access import box_to_read
from resources.boxes.contents import current_version
from resources.boxes.lines import items_of, lines_of
from resources.boxes.same import differences


@require_safe
@member()
def box_version(request, school_slug, box_id, number):
    """What was in a box when it went out."""
    box = box_to_read(request, box_id)
    version = get_object_or_404(box.versions.select_related("created_by"), number=number)
    newest, items = current_version(box), list(items_of(version))
    context = {
        "box": box,
        "version": version,
        "newest": newest,
        "lines": lines_of(items, school=request.member.school),
        "loans": version.bookings.select_related("borrower").order_by("out_at"),
        "changes": differences(items, items_of(newest)),
    }
    return render(request, "resources/boxes/version.html", context)
