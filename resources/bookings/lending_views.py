"""A box goes out and comes back: checklists for the shelf, on a phone, and with a scanner."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab.access import member
from collab.errors import Refused
from collab.models import Role
from collab.paper.answer import pdf_response
from resources.bookings import lending, permissions
from resources.bookings.begun_early import token_of
from resources.bookings.checklists import things_of
from resources.bookings.follow_ups import still_open_for
from resources.bookings.hand_out_list import HandOut
from resources.bookings.pages import booking_to, lines_to_take_back, now_and_today
from resources.bookings.pull_list import TEMPLATE, file_name, pull_list
from resources.bookings.take_back_list import TakeBack
from resources.boxes.contents import current_version

page_methods = require_http_methods(["GET", "HEAD", "POST"])


@page_methods
@member(Role.LIBRARIAN)
def booking_hand_out(request, school_slug, booking_id):
    """Ticks off what is in the box, and hands it out."""
    booking = booking_to(request, booking_id, permissions.may_keep_loans)
    if not permissions.may_hand_out(request.member, booking):
        return _too_late(request, booking, "handed out")
    version = current_version(booking.box)
    if request.method != "POST":
        return _hand_out_page(request, booking, HandOut(version))
    checklist, does = HandOut(version, request.POST), request.POST.get("do")
    if does == "tick":
        checklist.scan(request.POST.get("scan", "").strip())
        return _hand_out_page(request, booking, checklist)
    if does != "all" and not checklist.is_valid():
        return _hand_out_page(request, booking, checklist, status=422)
    goes = {"handed": checklist.handed(everything=does == "all"), "scanned": checklist.scanned()}
    before = token_of(booking, today=now_and_today(request)[1])
    try:
        lending.hand_out(booking=booking, version=version, **goes, by=request.member, now=timezone.now())
    except Refused as refusal:
        return _hand_out_page(request, booking, checklist, status=409, trouble=str(refusal))
    messages.success(request, f"Handed out to {booking.borrower.name}.")
    return redirect(f"{booking.get_absolute_url()}{f'?before={before}' if before else ''}")


def _hand_out_page(request, booking, checklist, *, status=200, trouble=""):
    _, today = now_and_today(request)
    context = {
        "booking": booking,
        "checklist": checklist,
        "trouble": trouble,
        "is_early": today < booking.starts_on,
        "lost": still_open_for(booking.box),
    }
    return render(request, "resources/bookings/booking_hand_out.html", context, status=status)


@page_methods
@member(Role.LIBRARIAN)
def booking_take_back(request, school_slug, booking_id):
    """Says of each thing how it came back, and frees the box."""
    booking = booking_to(request, booking_id, permissions.may_keep_loans)
    if not permissions.may_take_back(request.member, booking):
        return _too_late(request, booking, "taken back")
    lines = lines_to_take_back(booking)
    if request.method != "POST":
        return _take_back_page(request, booking, TakeBack(lines))
    checklist, does = TakeBack(lines, request.POST), request.POST.get("do")
    if does == "tick":
        checklist.scan(request.POST.get("scan", "").strip())
        return _take_back_page(request, booking, checklist)
    back = checklist.back(everything=does == "all")
    if back is None:
        return _take_back_page(request, booking, checklist, status=422)
    try:
        lost = lending.take_back(booking=booking, back=back, by=request.member, now=timezone.now())
    except Refused as refusal:
        return _take_back_page(request, booking, checklist, status=409, trouble=str(refusal))
    messages.success(request, _came_back(lost))
    return redirect(booking)


def _take_back_page(request, booking, checklist, *, status=200, trouble=""):
    context = {"booking": booking, "checklist": checklist, "trouble": trouble}
    return render(request, "resources/bookings/booking_take_back.html", context, status=status)


def _came_back(lost):
    if not lost:
        return "Everything is back. The box is free again."
    things = "one thing is" if len(lost) == 1 else f"{len(lost)} things are"
    return f"The box is back, and free again; {things} to be followed up."


def _too_late(request, booking, done):
    messages.info(request, f"It is “{booking.get_state_display().lower()}”, and is not {done} now.")
    return redirect(booking)


@require_safe
@member(Role.LIBRARIAN)
def booking_pull_list(request, school_slug, booking_id):
    """What to fetch from the shelves for a loan, as a PDF."""
    booking = booking_to(request, booking_id, permissions.may_keep_loans)
    things = things_of(booking.contents or current_version(booking.box))
    made = pull_list(booking, things, printed_on=booking.school.day_of(timezone.now()))
    return pdf_response(request, TEMPLATE, made, file_name(booking), back=booking.get_absolute_url())
