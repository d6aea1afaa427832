"""One loan: booked or asked for, read, confirmed, cancelled, extended."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.access import member
from collab.changing import Change
from collab.errors import Refused, RowChanged
from collab.models import Role
from resources.bookings import actions, permissions
from resources.bookings.asked import day, span_in, topic_request_in
from resources.bookings.clash import clash_over, clash_over_extending
from resources.bookings.days import Span, late_loan_of
from resources.bookings.errors import AskedTwice, BoxIsTaken
from resources.bookings.for_topic import ForTopic, in_words, topic_of
from resources.bookings.forms import BookingForm, CancelForm, ExtendForm
from resources.bookings.moves import STILL_AHEAD
from resources.bookings.pages import booking_to, now_and_today, page_of
from resources.models import ResourceBox

page_methods = require_http_methods(["GET", "HEAD", "POST"])
NOT_YOURS = "Librarians can do this, and the teacher who borrows the box."


@page_methods
@member(Role.LIBRARIAN, Role.TEACHER)
def booking_add(request, school_slug, box_id):
    """A box for dates: a librarian books it for anybody, a teacher asks for it."""
    box = get_object_or_404(ResourceBox.objects.visible_to(request.member), pk=box_id)
    if box.retired_at:
        raise PermissionDenied(f"“{box}” is out of use.")
    now, today = now_and_today(request)
    about = {"box": box, "span": span_in(request.GET), "today": today}
    topic = _topic_of(request, **about)
    form = BookingForm(_sent(request), by=request.member, topic_request=topic.request, **about)
    if not form.is_valid():
        return _add_page(request, form, topic, status=422 if form.is_bound else 200)
    borrower = form.cleaned_data.get("borrower", request.member)
    try:
        booking = actions.book_box(box=box, borrower=borrower, values=form.values, by=request.member, now=now)
    except AskedTwice as twice:
        messages.info(request, str(twice))
        return redirect(twice.booking)
    except BoxIsTaken:
        wanted = Span(form.cleaned_data["starts_on"], form.cleaned_data["ends_on"])
        clash = clash_over(box=box, wanted=wanted, borrower=borrower, member=request.member, today=today)
        return _add_page(request, form, topic, status=409, clash=clash)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _add_page(request, form, topic, status=422)
    messages.success(request, _booked(booking, request.member))
    return redirect(booking)


def _topic_of(request, *, box, span, today):
    """For which topic the form begins; what was posted says that itself."""
    named = topic_request_in(request)
    if request.method == "POST":
        return ForTopic(named)
    return topic_of(box=box, named=named, span=span, member=request.member, today=today)


def _sent(request):
    """What was posted, with the days that a button of a clash offers in place of those typed; None on the way in."""
    if request.method != "POST":
        return None
    first, _, last = request.POST.get("instead", "").partition(":")
    if not last:
        return request.POST
    return request.POST.dict() | {"starts_on": first, "ends_on": last, "first_week": "", "last_week": ""}


def _add_page(request, form, topic, *, status, clash=None):
    _, today = now_and_today(request)
    about = in_words(topic.request, request.member) if topic.request else ""
    context = {"box": form.box, "form": form, "clash": clash, "late": late_loan_of(form.box, today)}
    context |= {"topic": topic, "about": about}
    return render(request, "resources/bookings/booking_add.html", context, status=status)


def _booked(booking, member):
    if booking.state == booking.State.REQUESTED:
        return "The library is asked. You see here when it is confirmed."
    whom = "you" if booking.borrower_id == member.pk else booking.borrower.name
    return f"The box is booked for {whom}."


@require_safe
@member()
def booking(request, school_slug, booking_id):
    """One loan: where it stands, for whom and when, and what can be done with it.

    `?before=` are its days before it was handed out early just now, for whoever undoes that.
    """
    booking = booking_to(request, booking_id)
    context = page_of(booking, member=request.member, now=timezone.now())
    return render(request, "resources/bookings/booking.html", context | {"before": request.GET.get("before", "")})


@require_POST
@member(Role.LIBRARIAN)
def booking_confirm(request, school_slug, booking_id):
    """Says yes to what was asked for."""
    booking = booking_to(request, booking_id)
    try:
        actions.confirm_booking(booking=booking, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"Confirmed: {booking.borrower.name} sees it on the page of the loan.")
    return redirect("bookings", school_slug) if request.POST.get("back") == "list" else redirect(booking)


@page_methods
@member()
def booking_cancel(request, school_slug, booking_id):
    """Asks why, and lets the box go; of a loan that is only asked for, a librarian declines it."""
    booking = booking_to(request, booking_id, permissions.is_theirs, NOT_YOURS)
    if not permissions.may_cancel(request.member, booking):
        messages.info(request, f"It is “{booking.get_state_display().lower()}”, and no longer cancelled.")
        return redirect(booking)
    booking.state = _as_seen(request, booking)
    is_own = booking.borrower_id == request.member.pk
    is_refusal = permissions.may_decline(request.member, booking)
    form = CancelForm(_sent(request), is_own=is_own)
    if not form.is_valid():
        context = {"booking": booking, "form": form, "is_own": is_own, "is_refusal": is_refusal}
        return render(request, "resources/bookings/booking_cancel.html", context, status=422 if form.is_bound else 200)
    try:
        actions.cancel_booking(booking=booking, why=form.cleaned_data["why"], by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        done = f"Declined: {booking.borrower.name} reads why." if is_refusal else "Cancelled."
        messages.success(request, f"{done} The box is free again on these days.")
    return redirect(booking)


def _as_seen(request, booking):
    """The state in which the person saw the loan: what somebody has confirmed meanwhile is not declined any more."""
    was = request.POST.get("was")
    return was if was in STILL_AHEAD else booking.state


@page_methods
@member()
def booking_extend(request, school_slug, booking_id):
    """Keeps the box longer, if nobody waits for it."""
    booking = booking_to(request, booking_id, permissions.is_theirs, NOT_YOURS)
    if not permissions.may_extend(request.member, booking):
        messages.info(request, f"It is “{booking.get_state_display().lower()}”, and no longer extended.")
        return redirect(booking)
    now, today = now_and_today(request)
    until = day(request.GET.get("until")) or booking.ends_on
    change, form = Change(request, booking), ExtendForm(_sent(request), initial={"ends_on": until})
    if not form.is_valid():
        return _extend_page(request, booking, form, change, status=422 if form.is_bound else 200)
    ends_on = form.cleaned_data["ends_on"]
    about = {"booking": booking, "ends_on": ends_on}
    try:
        actions.extend_booking(**about, version=change.version, by=request.member, now=now)
    except BoxIsTaken:
        clash = clash_over_extending(**about, member=request.member, today=today)
        return _extend_page(request, booking, form, change, status=409, clash=clash)
    except RowChanged as lost:
        change.lose(form, lost.current)
        return _extend_page(request, lost.current, form, change, status=409)
    except Refused as refusal:
        form.add_error("ends_on", str(refusal))
        return _extend_page(request, booking, form, change, status=422)
    messages.success(request, "The loan is extended.")
    return redirect(booking)


def _extend_page(request, booking, form, change, *, status, clash=None):
    further = (booking.ends_on + timedelta(days=1), form.cleaned_data["ends_on"]) if clash else None
    context = {"booking": booking, "form": form, "change": change, "clash": clash, "further": further}
    return render(request, "resources/bookings/booking_extend.html", context, status=status)
