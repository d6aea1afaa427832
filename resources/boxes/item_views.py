"""One thing in a box: its quantity and note, taken out, and put back."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab.access import member
from collab.changing import Change
from collab.errors import Refused, RowChanged, RowGone
from collab.models import Role
from collab.school_settings.pages import sent
from resources.boxes.access import box_to_fill
from resources.boxes.contents import change_item, put_back, remove_item, standing_for
from resources.boxes.copies import more_said
from resources.boxes.forms import ItemForm
from resources.boxes.page import Filling, done, show
from resources.boxes.said import Said
from resources.boxes.undo import read_token, token_of
from resources.models import BoxItem


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def box_item_change(request, school_slug, box_id, item_id):
    """Quantity and note of a thing, in the place of its line."""
    box = box_to_fill(request, box_id)
    item = _item(box, item_id)
    if item is None:
        return _gone(request, box)
    change, form = Change(request, item), ItemForm(sent(request), instance=item, auto_id="item-%s")
    if not form.is_valid():
        return _show(request, box, item, form, change, status=422 if form.is_bound else 200)
    try:
        about = {"item": item, "version": change.version, "values": form.cleaned_data}
        item = change_item(**about, by=request.member, now=timezone.now())
    except RowChanged as lost:
        change.lose(form, lost.current)
        return _show(request, box, lost.current, form, change, status=409)
    except RowGone:
        return _gone(request, box)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _show(request, box, item, form, change, status=422)
    more = more_said(item)
    said = Said(f"“{item}” is saved.{more}", "waiting" if more else "good")
    return done(request, box, Filling(said=said, item=item.pk), item=item.pk)


@require_POST
@member(Role.LIBRARIAN)
def box_item_remove(request, school_slug, box_id, item_id):
    """Takes a thing out; a button puts it back."""
    box = box_to_fill(request, box_id)
    item = _item(box, item_id)
    try:
        if item is None:
            raise RowGone
        taken = remove_item(item=item, by=request.member, now=timezone.now())
    except RowGone:
        return done(request, box, Filling(said=Said("Somebody took it out already.", "waiting")))
    except Refused as refusal:
        return done(request, box, Filling(said=Said(str(refusal), "waiting")))
    return done(request, box, Filling(said=Said(f"“{taken}” was taken out of the box.", undo=token_of(taken, box=box))))


@require_POST
@member(Role.LIBRARIAN)
def box_item_put_back(request, school_slug, box_id):
    """Puts back what was taken out."""
    box = box_to_fill(request, box_id)
    what = read_token(request.POST.get("undo", ""), box=box)
    try:
        if what is None:
            raise Refused("This can no longer be put back by itself: scan it, or search for it.")
        item = put_back(box=box, by=request.member, now=timezone.now(), **what)
    except Refused as refusal:
        return done(request, box, Filling(said=Said(str(refusal), "waiting")))
    return done(request, box, Filling(said=Said(f"“{item}” is in the box again."), item=item.pk), item=item.pk)


def _item(box, item_id):
    """What stands in the newest version for an item of this box, of whatever version the page showed it."""
    items = BoxItem.objects.select_related("contents__box", "resource", "copy")
    item = items.filter(pk=item_id, contents__box=box).first()
    standing = item and standing_for(item)
    return items.get(pk=standing.pk) if standing else None


def _show(request, box, item, form, change, *, status):
    filling = Filling(changing=item.pk, form=form, change=change, token=token_of(item, box=box))
    return show(request, box, filling, status=status)


def _gone(request, box):
    """What was typed about a thing that somebody took out meanwhile: it can be put back with that."""
    token = request.POST.get("what", "")
    what = read_token(token, box=box)
    if what is None:
        raise Http404
    form = ItemForm(request.POST, instance=BoxItem(copy=what["copy"]))
    typed = form.cleaned_data if form.is_valid() else {}
    name = what["resource"] or what["name"]
    again = token_of(BoxItem(**(what | typed)), box=box)
    wrote = "; ".join(filter(None, (f"{typed['quantity']} of it" if "quantity" in typed else "", typed.get("note"))))
    said = Said(
        f"Somebody took “{name}” out of the box while you were typing. You wrote: {wrote or 'nothing'}.",
        "waiting",
        undo=again,
        undo_words="Put it back as you wrote it",
    )
    return show(request, box, Filling(said=said), status=409)
