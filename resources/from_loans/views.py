"""What loans tell whoever buys: the page, and leaving out of a box what nobody used."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from collab import asked
from collab.access import member
from collab.addresses import address
from collab.errors import Refused
from collab.models import Role
from resources.boxes.contents import remove_item
from resources.boxes.undo import left_to_undo, token_of
from resources.from_loans.page import page_of
from resources.models import BoxItem, ResourceBox


@require_safe
@member(Role.LIBRARIAN)
def purchases_from_loans(request, school_slug):
    """What was lost, what was always used, what never was; with `?undo=` what was taken out of a box just now."""
    now = timezone.now()
    context = page_of(member=request.member, now=now, today=request.member.school.day_of(now))
    return render(request, "resources/from_loans/from_loans.html", context | _taken_out(request))


def _taken_out(request):
    """What can be put back into the box that the address names."""
    key = asked.key(request.GET.get("box"))
    box = ResourceBox.objects.visible_to(request.member).filter(pk=key).first() if key else None
    return {"box": box, "said": left_to_undo(request.GET.get("undo", ""), box=box) if box else None}


@require_POST
@member(Role.LIBRARIAN)
def purchases_from_loans_leave_out(request, school_slug):
    """Takes a thing out of its box, so that the next version is without it."""
    items = BoxItem.objects.filter(contents__box__in=ResourceBox.objects.visible_to(request.member))
    key = asked.key(request.POST.get("item"))
    if key is None:
        raise Http404
    item = get_object_or_404(items.select_related("contents__box", "resource", "copy"), pk=key)
    page, box = address("purchases_from_loans", school_slug=school_slug), item.contents.box
    try:
        taken = remove_item(item=item, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect(page)
    return redirect(f"{page}?{urlencode({'box': box.pk, 'undo': token_of(taken, box=box)})}")
