"""What stands around the contents of a box on its page: picture, loans, topics, plans, earlier versions."""

from typing import NamedTuple

from collab.addresses import address
from collab.when import dates
from resources.boxes.permissions import may_borrow, may_change_box, may_fill_box
from resources.boxes.serving import requests_to_serve
from resources.models import BoxBooking, BoxPicture, ResourceBox

NEXT_LOANS = 6


class Loan(NamedTuple):
    """One loan in a few words: who, when, where it stands."""

    url: str
    borrower: str
    days: str
    state: str
    tone: str


def of(box, version, *, member, today):
    """The context of the page, beside the contents."""
    picture = BoxPicture.objects.filter(box=box).defer("content").first()
    earlier = box.versions.filter(sealed_at__isnull=False).exclude(pk=version.pk)
    requests = box.requests.select_related("teacher", "term").order_by("-term__starts_on", "topic")
    return {
        "picture": picture,
        "picture_url": picture and f"{_address('box_picture', box)}?{picture.added_at:%Y%m%d%H%M%S%f}",
        "loans": [_loan(one, today, box.school.slug) for one in next_loans(box)],
        "requests": list(requests),
        "requests_to_serve": list(requests_to_serve(box, today=today)) if may_fill_box(member, box) else [],
        "plans": list(plans_with(box, member=member)),
        "earlier": list(earlier),
        "may_change": may_change_box(member, box),
        "may_borrow": may_borrow(member, box),
    }


def next_loans(box):
    """The loans of a box that are out, or still to come, soonest first."""
    return box.bookings.holding().select_related("borrower").order_by("starts_on", "pk")[:NEXT_LOANS]


def plans_with(box, *, member):
    """The unit plans that work with a box, as far as the member may see them."""
    plans = ResourceBox.in_plans.rel.related_model._meta.get_field("plan").related_model
    return plans.objects.visible_to(member).filter(library_resources__box=box).order_by("-starts_on", "title")


def _loan(booking, today, slug):
    is_late = booking.ends_on < today
    return Loan(
        url=address("booking", school_slug=slug, booking_id=booking.pk),
        borrower=booking.borrower.name,
        days=dates(booking.starts_on, booking.ends_on),
        state=f"{booking.get_state_display()}, late" if is_late else booking.get_state_display(),
        tone="waiting" if is_late or booking.state == BoxBooking.State.REQUESTED else "accent",
    )


def _address(name, box):
    return address(name, school_slug=box.school.slug, box_id=box.pk)
