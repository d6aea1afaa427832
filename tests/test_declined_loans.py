"""What is only asked for is confirmed or declined; the borrower reads why. A loan that was sure is cancelled."""

from datetime import timedelta

import pytest
from django.urls import reverse

from resources.bookings import permissions
from resources.bookings.actions import cancel_booking, confirm_booking
from resources.bookings.pages import page_of
from resources.models import BoxBooking
from tests.cast import NOW
from tests.lending import MONDAY, lend, make_box

FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def at_half_past_noon(monkeypatch):
    """It is the Wednesday of the cast."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def asked(hill):
    """Volcanoes, that Ben would like."""
    return lend(make_box(hill.ada), hill.ben, MONDAY, FRIDAY, by=hill.ben)


def cancel_url(booking):
    return reverse("booking_cancel", kwargs={"school_slug": "hill", "booking_id": booking.pk})


def where_it_stands(booking, member):
    page = page_of(BoxBooking.objects.get(pk=booking.pk), member=member, now=NOW)
    return page["state_words"], page["why_not"], page["moves"][-1][0]


def test_who_may_decline(hill, asked):
    may = {}
    for state in BoxBooking.State:
        asked.state = state
        may[str(state)] = [one.name.split()[0] for one in hill.people if permissions.may_decline(one, asked)]
    assert may == {"requested": ["Ada"], "confirmed": [], "out": [], "returned": [], "cancelled": []}
    asked.state, asked.borrower = "requested", hill.ada
    assert not permissions.may_decline(hill.ada, asked)


def test_a_librarian_confirms_or_declines_and_a_teacher_cancels(as_ada, as_ben, asked):
    page = as_ada.get(asked.get_absolute_url()).text
    assert ("> Confirm</button>" in page, "Decline</a>" in page, "Cancel the loan" in page) == (True, True, False)
    page = as_ben.get(asked.get_absolute_url()).text
    assert ("Decline" in page, "Cancel the loan</a>" in page) == (False, True)
    assert "Decline this loan?" in as_ada.get(cancel_url(asked)).text
    assert "Cancel this loan?" in as_ben.get(cancel_url(asked)).text


def test_what_is_declined_says_so_and_why_to_the_borrower(as_ada, as_ben, hill, asked):
    refused = as_ada.post(cancel_url(asked), {"why": " "})
    assert (refused.status_code, refused.context["form"].errors) == (
        422,
        {"why": ["Say in a few words why: the borrower reads it."]},
    )
    done = as_ada.post(cancel_url(asked), {"why": "It is at the museum.", "was": "requested"}, follow=True).text
    assert "Declined: Ben Okafor reads why. The box is free again on these days." in done
    assert where_it_stands(asked, hill.ben) == ("Declined", "It is at the museum.", "Declined")
    assert "It is at the museum." in as_ben.get(reverse("bookings", kwargs={"school_slug": "hill"})).text


@pytest.mark.parametrize("by", ["ada", "ben"])
def test_what_was_sure_is_cancelled_and_so_is_what_the_borrower_takes_back(hill, asked, by):
    if by == "ada":
        confirm_booking(booking=asked, by=hill.ada, now=NOW)
    cancel_booking(booking=asked, why="Other plans", by=getattr(hill, by), now=NOW)
    assert where_it_stands(asked, hill.ben) == ("Cancelled", "Other plans", "Cancelled")


def test_what_a_colleague_has_confirmed_meanwhile_is_not_declined(as_ada, hill, asked):
    confirm_booking(booking=BoxBooking.objects.get(pk=asked.pk), by=hill.ada, now=NOW)
    answer = as_ada.post(cancel_url(asked), {"why": "At the museum", "was": "requested"}, follow=True)
    assert "Somebody was quicker: it is “confirmed” now. Look again." in answer.text
    as_ada.post(cancel_url(asked), {"why": "At the museum", "was": "²"})
    asked.refresh_from_db()
    assert asked.state == "cancelled"
