"""Filling a box: by scan, by words, from proposals, by name; in place with htmx, and as a page without."""

from dataclasses import replace

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab import asked
from collab.access import member
from collab.addresses import address
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from resources.boxes.access import box_to_fill, box_to_read
from resources.boxes.contents import add_item, current_version
from resources.boxes.copies import more_said
from resources.boxes.finding import is_code, meant_by
from resources.boxes.forms import NamedForm
from resources.boxes.left_out import LeftOut, leave_out, let_go
from resources.boxes.offers import offer_of, read_shown
from resources.boxes.page import NAMED_IDS, Filling, done, show
from resources.boxes.proposing import proposals
from resources.boxes.said import Said
from resources.boxes.undo import left_to_undo
from resources.models import Resource


@require_safe
@member()
def box(request, school_slug, box_id):
    """A box; with `?what=` what was scanned or typed and is not sure, with `?undo=` what was taken out of it.

    With `?name=` something that was left out is put in by its name.
    """
    box = box_to_read(request, box_id)
    typed = asked.words(request.GET.get("what"))
    if typed:
        return show(request, box, _found(box, typed, meant_by(typed, member=request.member)))
    said = left_to_undo(request.GET.get("undo", ""), box=box)
    naming = asked.words(request.GET.get("name"))
    return show(request, box, Filling(said=said, naming=naming, item=asked.key(request.GET.get("item"))))


@require_safe
@member(Role.LIBRARIAN)
def box_proposals(request, school_slug, box_id):
    """What the catalogue has on the topics of a box; `?skip=` as many that were passed over."""
    box = box_to_fill(request, box_id)
    return show(request, box, Filling(offer=_proposed(box, skip=asked.number(request.GET.get("skip"), 0, 999) or 0)))


@require_POST
@member(Role.LIBRARIAN)
def box_item_find(request, school_slug, box_id):
    """Puts in what was scanned or typed, where it is sure what is meant; else says what it may be, and keeps it."""
    box = box_to_fill(request, box_id)
    typed = asked.words(request.POST.get("what"))
    if not typed:
        return done(request, box, Filling())
    meant = meant_by(typed, member=request.member)
    if meant.is_sure:
        what = {"copy": meant.copy} if meant.copy else {"resource": Resource.objects.get(pk=meant.titles[0])}
        return _put_in(request, box, Filling(), scanned=typed, **what)
    filling = _found(box, typed, meant)
    if why := _why_left_out(typed, meant):
        leave_out(request.session, box, LeftOut(typed, why, is_unknown=not (meant.isbn and meant.titles)))
        filling = replace(filling, left_out=typed)
    return done(request, box, filling, **({"what": typed} if filling.offer or filling.typed else {}))


@require_POST
@member(Role.LIBRARIAN)
def box_item_dismiss(request, school_slug, box_id):
    """Keeps what could not be put in no longer."""
    box = box_to_fill(request, box_id)
    let_go(request.session, box, asked.words(request.POST.get("what")))
    return done(request, box, Filling())


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
    form, instead_of = NamedForm(request.POST, auto_id=NAMED_IDS), asked.words(request.POST.get("instead_of"))
    filling = Filling(named=form, naming=instead_of)
    if not form.is_valid():
        return show(request, box, filling, status=422)
    return _put_in(request, box, filling, instead_of=instead_of, **form.cleaned_data)


def _put_in(request, box, refused, *, scanned="", instead_of="", offered=None, **what):
    """Puts something in and says so; where that is refused, the page is `refused` with the reason.

    A scan that is refused stays on the page; `instead_of` something that was left out, what goes in is in its place.
    """
    try:
        item = add_item(box=box, by=request.member, now=timezone.now(), **what)
    except Refused as refusal:
        if scanned and not isinstance(refusal, AlreadyDone):
            leave_out(request.session, box, LeftOut(scanned, str(refusal), is_unknown=False))
            return show(request, box, replace(refused, left_out=scanned), status=409)
        return show(request, box, replace(refused, said=Said(str(refusal), "waiting")), status=409)
    let_go(request.session, box, scanned or instead_of or asked.words((offered or {}).get("what")))
    number, more = f": {item.quantity} of it now" if item.quantity > 1 else "", more_said(item)
    said = Said(f"“{item}” is in the box{number}.{more}", "waiting" if more else "good")
    filling = Filling(said=said, item=item.pk)
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


def _found(box, typed, meant):
    """What the part shows of something that is not sure: some titles to pick from, or that there is none.

    Words stay in the field, to be put right; a code leaves it free for the next scan.
    """
    stays = "" if is_code(typed) else typed
    if meant.copy or not meant.titles:
        return Filling(typed=stays, unknown="" if meant.copy else stays)
    offer = _offer(box, meant.titles, words=typed, instead=meant.instead, has_more=meant.has_more)
    return Filling(typed=stays, offer=offer)


def _why_left_out(typed, meant):
    """Why something stays on the page as not put in, or "": of words that fit something, the page shows what."""
    if not meant.titles:
        if meant.isbn:
            return "The catalogue has no title with this ISBN."
        return "No copy has this barcode." if is_code(typed) else "Nothing in the catalogue fits these words."
    if meant.isbn:
        return "Several titles have this ISBN."
    return "No copy has just this barcode." if is_code(typed) else ""


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
