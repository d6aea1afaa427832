"""Filling a box: by scan, by words, from proposals, by name; in place with htmx, and as a page without."""

from dataclasses import replace

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab import asked
from collab.access import member
from collab.addresses import address
from collab.errors import Refused
from collab.models import Role
from resources.boxes.access import box_to_fill, box_to_read
from resources.boxes.contents import add_item, current_version
from resources.boxes.finding import meant_by, proposals
from resources.boxes.forms import NamedForm
from resources.boxes.offers import offer_of, read_shown
from resources.boxes.page import NAMED_IDS, Filling, done, show
from resources.boxes.said import Said
from resources.boxes.undo import left_to_undo
from resources.models import Resource


@require_safe
@member()
def box(request, school_slug, box_id):
    """A box; with `?what=` what was scanned or typed and is not sure, with `?undo=` what was taken out of it."""
    box = box_to_read(request, box_id)
    typed = asked.words(request.GET.get("what"))
    if typed:
        return show(request, box, _found(request, box, typed, meant_by(typed, member=request.member)))
    said = left_to_undo(request.GET.get("undo", ""), box=box)
    return show(request, box, Filling(said=said, item=asked.key(request.GET.get("item"))))


@require_safe
@member(Role.LIBRARIAN)
def box_proposals(request, school_slug, box_id):
    """What the catalogue has on the topics of a box; `?skip=` as many that were passed over."""
    box = box_to_fill(request, box_id)
    return show(request, box, Filling(offer=_proposed(box, skip=asked.number(request.GET.get("skip"), 0, 999) or 0)))


@require_POST
@member(Role.LIBRARIAN)
def box_item_find(request, school_slug, box_id):
    """Puts in what was scanned or typed, where it is sure what is meant; else says what it may be."""
    box = box_to_fill(request, box_id)
    typed = asked.words(request.POST.get("what"))
    if not typed:
        return done(request, box, Filling())
    meant = meant_by(typed, member=request.member)
    if meant.is_sure:
        what = {"copy": meant.copy} if meant.copy else {"resource": Resource.objects.get(pk=meant.titles[0])}
        return _put_in(request, box, Filling(typed=typed), **what)
    return done(request, box, _found(request, box, typed, meant), what=typed)


@require_POST
@member(Role.LIBRARIAN)
def box_item_pick(request, school_slug, box_id):
    """Puts in a title that was on offer; the others stay on offer."""
    box = box_to_fill(request, box_id)
    title = get_object_or_404(Resource.objects.visible_to(request.member), pk=asked.key(request.POST.get("title")))
    return _put_in(request, box, Filling(), offered=request.POST, resource=title)


@require_POST
@member(Role.LIBRARIAN)
def box_item_name(request, school_slug, box_id):
    """Puts in what is in no catalogue, by its name."""
    box = box_to_fill(request, box_id)
    form = NamedForm(request.POST, auto_id=NAMED_IDS)
    if not form.is_valid():
        return show(request, box, Filling(named=form), status=422)
    return _put_in(request, box, Filling(named=form), **form.cleaned_data)


def _put_in(request, box, refused, *, offered=None, **what):
    """Puts something in and says so; where that is refused, the page is `refused` with the reason."""
    try:
        item = add_item(box=box, by=request.member, now=timezone.now(), **what)
    except Refused as refusal:
        return show(request, box, replace(refused, said=Said(str(refusal), "waiting")), status=409)
    number = f": {item.quantity} of it now" if item.quantity > 1 else ""
    filling = Filling(said=Said(f"“{item}” is in the box{number}."), item=item.pk)
    if offered is None:
        return done(request, box, filling, item=item.pk)
    return _still_on_offer(request, box, filling, offered, item)


def _still_on_offer(request, box, filling, offered, item):
    """The same titles once more, of which one is in the box now."""
    about = {"words": asked.words(offered.get("what")), "is_proposal": bool(offered.get("is_proposal"))}
    offer = _offer(
        box,
        read_shown(offered.get("shown")),
        last=item.resource_id,
        skip=asked.number(offered.get("skip"), 0, 999) or 0,
        has_more=bool(offered.get("has_more")),
        **about,
    )
    page, query = ("box_proposals", {"skip": offer.skip}) if offer.is_proposal else ("box", {"what": offer.words})
    return done(request, box, replace(filling, offer=offer), page=page, **query)


def _found(request, box, typed, meant):
    """What the part shows of something that is not sure: some titles to pick from, or that there is none."""
    if meant.copy or not meant.titles:
        return Filling(typed=typed, unknown="" if meant.copy else typed, isbn=meant.isbn)
    offer = _offer(box, meant.titles, words=typed, instead=meant.instead, has_more=meant.has_more)
    return Filling(typed=typed, offer=offer)


def _proposed(box, *, skip):
    meant = proposals(box, current_version(box), skip=skip)
    return _offer(box, meant.titles, is_proposal=True, skip=skip, has_more=meant.has_more)


def _offer(box, titles, *, words="", instead="", is_proposal=False, skip=0, has_more=False, last=None):
    return offer_of(
        titles,
        box=box,
        version=current_version(box),
        last=last,
        words=words,
        instead=instead,
        is_proposal=is_proposal,
        skip=skip,
        has_more=has_more,
        more_url=address("box_proposals", school_slug=box.school.slug, box_id=box.pk) if is_proposal else "",
    )
