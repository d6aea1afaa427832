"""The page of a box, and the part of it in which its contents are built."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from collab.addresses import address
from resources.boxes import around
from resources.boxes.contents import current_version
from resources.boxes.forms import NamedForm
from resources.boxes.left_out import LeftOut, left_out_of
from resources.boxes.lines import current_lines
from resources.boxes.offers import Offer
from resources.boxes.permissions import may_fill_box
from resources.boxes.said import Said
from resources.models import BoxBooking

PART = "filling"
NAMED_IDS = "named-%s"


@dataclass(frozen=True)
class Filling:
    """What the part shows besides the contents.

    `typed` stands in the field still; `unknown` are words that nothing was found for; `left_out` was left out just
    now. `item`: the key of the item that was changed last. `form`, `change` and `token` belong to the item `changing`;
    `named` is the form of what is in no catalogue, where it holds something to put right, and `naming` what was left
    out and is put in by its name.
    """

    said: Said | None = None
    offer: Offer | None = None
    typed: str = ""
    unknown: str = ""
    left_out: str = ""
    item: int | None = None
    changing: int | None = None
    form: object = None
    change: object = None
    token: str = ""
    named: object = None
    naming: str = ""

    @property
    def named_for(self):
        """What was left out that the form of what is in no catalogue would solve."""
        return self.naming or self.unknown


def show(request, box, filling, *, status=200):
    """The page of a box; only the part where htmx asks for it."""
    version = current_version(box)
    may_fill = may_fill_box(request.member, box)
    context = {
        "box": box,
        "version": version,
        "away": version_that_is_out(box),
        "lines": current_lines(version, school=request.member.school),
        "filling": filling,
        "may_fill": may_fill,
        "named": filling.named or _named(filling),
        "named_is_open": bool(filling.named or filling.named_for),
        "left_out": _left_out(request, box, filling) if may_fill else [],
    }
    if not asks_for_part(request):
        context |= around.of(box, version, member=request.member, today=timezone.localdate())
    template = "filling" if asks_for_part(request) else "box"
    response = render(request, f"resources/boxes/{template}.html", context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def done(request, box, filling, *, page="box", **query):
    """The part where htmx asks for it; else the sentence as a message, and back to the page with what it needs.

    The address names no part of the page: a browser would then not put the cursor into the field for the next scan.
    """
    if asks_for_part(request):
        return show(request, box, filling)
    said = filling.said
    if said and not said.undo:
        messages.add_message(request, messages.SUCCESS if said.tone == "good" else messages.WARNING, said.text)
    query |= {"undo": said.undo} if said and said.undo else {}
    back = address(page, school_slug=request.member.school.slug, box_id=box.pk)
    return redirect(f"{back}{f'?{urlencode(query)}' if query else ''}")


def version_that_is_out(box):
    """The version of a box that somebody has now, or None."""
    out = box.bookings.filter(state=BoxBooking.State.OUT).select_related("contents").first()
    return out and out.contents


def asks_for_part(request):
    """Whether only the part with the contents is asked for."""
    return request.htmx.target == PART


def _left_out(request, box, filling):
    """What could not be put in; without what is on offer at this moment."""
    on_offer = filling.offer.words if filling.offer else ""
    return [one for one in left_out_of(request.session, box) if not one.is_same(on_offer)]


def _named(filling):
    """The form of what is in no catalogue; what was looked for in vain stands in it already."""
    form = NamedForm(initial=LeftOut(filling.named_for, "").as_named, auto_id=NAMED_IDS)
    if filling.naming:
        form.fields["name"].widget.attrs["autofocus"] = True
    return form
