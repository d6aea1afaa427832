"""A handing out or a taking back that was a mistake: undone right after it, and refused where life has gone on."""

from datetime import timedelta

import pytest
from django.urls import reverse

from collab.errors import AlreadyDone, Refused
from collab.people.actions import deactivate_person
from resources.bookings import follow_ups as cared_for
from resources.bookings.begun_early import days_before, token_of
from resources.bookings.correcting import undo_hand_out, undo_take_back
from resources.bookings.lending import Back
from resources.bookings.moves import CORRECTIONS
from resources.boxes.actions import retire_box
from resources.boxes.contents import add_item, current_version, remove_item
from resources.corrections import RIGHT_AFTER
from resources.models import BookingMove, BoxBooking, FollowUp, LoanLine
from tests.cast import NOW, TODAY
from tests.lending import MONDAY, comes_back, goes_out, lend, make_box
from tests.racing import refusals

NEXT_WEEK = TODAY + timedelta(days=7)
AN_HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_half_past_noon(monkeypatch):
    """It is the Wednesday of the cast."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def box(hill):
    return make_box(hill.ada, "Volcanoes", [("Glass", 12), ("Map", 1)])


@pytest.fixture
def out(hill, box):
    booking = lend(box, hill.ben, TODAY, NEXT_WEEK, by=hill.ada, now=NOW - AN_HOUR)
    goes_out(booking, by=hill.ada)
    return booking


@pytest.fixture
def back(hill, out):
    """It came back, without its map."""
    comes_back(out, by=hill.ada, Map=Back(missing=1, was_used=True, note="On the bus?"), Glass=Back(was_used=False))
    return out


def undo(booking):
    return reverse("booking_undo", args=["hill", booking.pk])


def state(booking):
    return BoxBooking.objects.get(pk=booking.pk).state


def take_back_undone(booking, by, now=NOW):
    undo_take_back(booking=booking, why="", by=by, now=now)


def hand_out_undone(booking, by, now=NOW):
    undo_hand_out(booking=booking, days_before={}, why="", by=by, now=now)


def test_what_can_be_undone():
    assert {str(state): [str(to) for to in follow] for state, follow in CORRECTIONS.items()} == {
        "requested": [],
        "confirmed": [],
        "out": ["confirmed"],
        "returned": ["out"],
        "cancelled": [],
    }


# --- Taken back by mistake -------------------------------------------------------------------------------


def test_a_box_that_was_taken_back_by_mistake_is_out_again(as_ada, hill, back):
    page = as_ada.get(back.get_absolute_url()).text
    assert f'href="{undo(back)}"' in page
    asked = as_ada.get(undo(back)).text
    assert "Ben Okafor still has “" in asked
    assert "1 thing under “Missing and damaged” goes from there." in asked
    answer = as_ada.post(undo(back), {"state": "returned", "why": "It was the other box"})
    assert answer.url == back.get_absolute_url()
    back.refresh_from_db()
    assert (back.state, back.returned_at, back.contents.number) == ("out", None, 1)
    assert FollowUp.objects.count() == 0
    last = BookingMove.objects.filter(of=back).last()
    assert (last.was, last.became, last.by, last.why) == ("returned", "out", hill.ada, "It was the other box")
    assert "Taking back undone" in as_ada.get(answer.url).text


def test_what_was_said_stands_there_when_it_is_taken_back_again(as_ada, hill, back):
    take_back_undone(back, hill.ada)
    page = as_ada.get(reverse("booking_take_back", args=["hill", back.pk]))
    said = {str(one.item): (one.state, one.missing, one.used, one.note) for one in page.context["checklist"].returned}
    assert said == {"Glass": ("there", "0", "no", ""), "Map": ("missing", "1", "yes", "On the bus?")}
    assert "On the bus?" not in as_ada.get(back.get_absolute_url()).text
    comes_back(back, by=hill.ada)
    assert (state(back), FollowUp.objects.count()) == ("returned", 0)


def test_what_was_settled_already_keeps_the_loan_returned(as_ada, hill, back):
    cared_for.settle(follow_up=FollowUp.objects.get(), outcome="found", by=hill.ada, now=NOW)
    answer = as_ada.post(undo(back), {"state": "returned", "why": "The <b>other</b> one"})
    assert answer.status_code == 409
    assert "“Map” is settled already: found. So the loan stays returned." in answer.text
    assert "The &lt;b&gt;other&lt;/b&gt; one" in answer.text
    assert (state(back), FollowUp.objects.count()) == ("returned", 1)


def test_a_box_that_is_out_again_stays_with_whoever_has_it(hill, box, back):
    goes_out(lend(box, hill.cleo, TODAY, TODAY, by=hill.ada), by=hill.ada)
    with pytest.raises(Refused, match=r"Cleo Tanaka has the box now\. Take it back first\."):
        take_back_undone(back, hill.ada)


def test_a_box_that_somebody_booked_since_is_theirs(hill, box, back):
    lend(box, hill.cleo, MONDAY, MONDAY, by=hill.cleo)
    with pytest.raises(Refused, match=r"Cleo Tanaka has asked for it for 23 Nov 2026, since it came back\."):
        take_back_undone(back, hill.ada)
    assert (state(back), FollowUp.objects.count()) == ("returned", 1)


def test_a_box_that_was_filled_since_is_here(hill, box, back):
    add_item(box=box, name="Lava", by=hill.ada, now=NOW + AN_HOUR)
    with pytest.raises(Refused, match="What is in the box was changed since it came back, so it must be here"):
        take_back_undone(back, hill.ada)


def test_a_next_version_that_was_begun_while_it_was_out_is_no_hindrance(hill, box, out):
    add_item(box=box, name="Lava", by=hill.ada, now=NOW + AN_HOUR)
    comes_back(out, by=hill.ada, now=NOW + 2 * AN_HOUR)
    take_back_undone(out, hill.ada, now=NOW + 3 * AN_HOUR)
    assert (state(out), current_version(box).number) == ("out", 2)


def test_a_box_out_of_use_stays_where_it_is(hill, box, back):
    retire_box(box=box, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="“Volcanoes” is out of use"):
        take_back_undone(back, hill.ada)


def test_a_box_is_not_out_with_somebody_who_has_left(hill, back):
    deactivate_person(person=hill.ben, to=hill.hugo, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match=r"Ben Okafor has left the school\. So the loan stays returned\."):
        take_back_undone(back, hill.ada)


# --- Handed out by mistake -------------------------------------------------------------------------------


def test_a_box_that_was_handed_out_by_mistake_is_confirmed_again(as_ada, hill, box, out):
    answer = as_ada.post(undo(out), {"state": "out", "why": ""})
    assert answer.url == out.get_absolute_url()
    out.refresh_from_db()
    assert (out.state, out.contents, out.out_at, LoanLine.objects.count()) == ("confirmed", None, None, 0)
    assert "Handing out undone" in as_ada.get(answer.url).text
    goes_out(out, by=hill.ada)
    assert (state(out), LoanLine.objects.count(), current_version(box).number) == ("out", 2, 1)


def test_contents_that_did_not_go_out_can_change_without_a_new_version(hill, box, out):
    hand_out_undone(out, hill.ada)
    add_item(box=box, name="Lava", by=hill.ada, now=NOW)
    assert (current_version(box).number, current_version(box).sealed_at) == (1, None)


def test_contents_that_went_out_before_stay_on_record(hill, box, back):
    again = lend(box, hill.cleo, TODAY, TODAY, by=hill.ada)
    goes_out(again, by=hill.ada, now=NOW + AN_HOUR)
    hand_out_undone(again, hill.ada, now=NOW + AN_HOUR)
    assert current_version(box).sealed_at == NOW


def test_a_box_that_was_filled_since_it_went_out_is_taken_back_instead(hill, box, out):
    remove_item(item=current_version(box).items.get(name="Map"), by=hill.ada, now=NOW)
    with pytest.raises(Refused, match=r"What is in the box was changed since it went out\. Take it back instead\."):
        hand_out_undone(out, hill.ada)


def test_a_loan_that_began_early_by_mistake_gets_its_days_back(as_ada, hill, box):
    booking = lend(box, hill.ben, MONDAY, MONDAY, by=hill.ada)
    answer = as_ada.post(reverse("booking_hand_out", args=["hill", booking.pk]), all_of(box))
    booking.refresh_from_db()
    assert (booking.starts_on, booking.kept_from) == (TODAY, TODAY)
    page = as_ada.get(answer.url)
    asked = as_ada.get(f"{undo(booking)}?before={page.context['before']}")
    assert "and begins on Mon 23 Nov 2026" in asked.text
    as_ada.post(undo(booking), {"state": "out", "before": asked.context["before"]})
    booking.refresh_from_db()
    assert (booking.state, booking.starts_on, booking.kept_from) == ("confirmed", MONDAY, MONDAY - timedelta(days=1))


def all_of(box):
    return {"item": [one.pk for one in current_version(box).items.all()], "do": "all"}


@pytest.mark.parametrize("token", ["", "x", "9" * 400, "a\x00b", "<b>"])
def test_days_that_nobody_signed_are_not_given_back(as_ada, hill, out, token):
    assert days_before(token, out) == {}
    assert as_ada.get(undo(out), {"before": token}).status_code == 200
    as_ada.post(undo(out), {"state": "out", "before": token})
    out.refresh_from_db()
    assert (out.state, out.starts_on) == ("confirmed", TODAY)


def test_the_days_of_one_loan_are_not_those_of_another(hill, box, out):
    other = lend(make_box(hill.ada, "Rocks"), hill.ben, MONDAY, MONDAY, by=hill.ada)
    assert days_before(token_of(other, today=TODAY), out) == {}
    assert token_of(out, today=TODAY) == ""


# --- Who, when, and two at once --------------------------------------------------------------------------


def test_only_librarians_undo(as_ben, as_lena, as_nils, as_ada, out):
    assert {client.post(undo(out), {"state": "out"}).status_code for client in (as_ben, as_lena)} == {403}
    assert as_nils.post(undo(out), {"state": "out"}).status_code == 404
    assert undo(out) not in as_ben.get(out.get_absolute_url()).text
    assert state(out) == "out"


@pytest.mark.parametrize("name", ["out", "back"])
def test_a_week_later_it_is_history(as_ada, hill, request, monkeypatch, name):
    booking = request.getfixturevalue(name)
    undone = {"out": hand_out_undone, "back": take_back_undone}[name]
    later = NOW + RIGHT_AFTER + timedelta(seconds=1)
    with pytest.raises(Refused, match="That is more than a week ago"):
        undone(booking, hill.ada, now=later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert undo(booking) not in as_ada.get(booking.get_absolute_url()).text
    assert as_ada.post(undo(booking), {"state": booking.state}).url == booking.get_absolute_url()
    undone(booking, hill.ada, now=NOW + RIGHT_AFTER)
    assert state(booking) == {"out": "confirmed", "back": "out"}[name]


def test_a_page_that_is_behind_undoes_nothing_else(as_ada, hill, back):
    take_back_undone(back, hill.ada)
    page = as_ada.post(undo(back), {"state": "returned"}, follow=True)
    assert [str(one) for one in page.context["messages"]] == ["It is “out”, and there is nothing to undo now."]
    assert state(back) == "out"


@pytest.mark.parametrize("name", ["confirmed", "requested", "cancelled"])
def test_what_was_not_out_is_not_undone(as_ada, hill, box, name):
    booking = lend(box, hill.ben, MONDAY, MONDAY, by=hill.ada)
    BoxBooking.objects.update(state=name)
    assert as_ada.get(undo(booking)).url == booking.get_absolute_url()
    for undone in (hand_out_undone, take_back_undone):
        with pytest.raises(Refused):
            undone(BoxBooking.objects.get(), hill.ada)


@pytest.mark.parametrize("why", ["x" * 501, "a\x00b", "<script>alert(1)</script>"])
def test_hostile_reasons_are_kept_as_text_or_refused(as_ada, out, why):
    answer = as_ada.post(undo(out), {"state": "out", "why": why})
    assert answer.status_code in (302, 422)
    assert "<script>alert" not in (answer if answer.status_code == 422 else as_ada.get(answer.url)).text


@pytest.mark.django_db(transaction=True)
def test_of_two_who_undo_at_once_one_is_told(hill):
    booking = out_and_back(hill)
    as_read = BoxBooking.objects.get(pk=booking.pk)
    [told] = refusals(
        lambda: take_back_undone(booking, hill.ada),
        lambda: take_back_undone(as_read, hill.ada),
        of=AlreadyDone,
    )
    assert told == "Somebody did that a moment ago: it is “out”."


@pytest.mark.django_db(transaction=True)
def test_whoever_books_first_keeps_the_days(hill):
    booking = out_and_back(hill)
    [told] = refusals(
        lambda: lend(booking.box, hill.cleo, MONDAY, MONDAY, by=hill.cleo),
        lambda: take_back_undone(booking, hill.ada),
        of=Refused,
    )
    assert told == "Cleo Tanaka has asked for it for 23 Nov 2026, since it came back."


@pytest.mark.django_db(transaction=True)
def test_nobody_leaves_with_a_box_that_is_booked_at_that_moment(hill):
    box = make_box(hill.ada, "Volcanoes")
    [told] = refusals(
        lambda: lend(box, hill.ben, MONDAY, MONDAY, by=hill.ada),
        lambda: deactivate_person(person=hill.ben, to=None, by=hill.ada, now=NOW),
        of=Refused,
    )
    assert told == "Choose who takes over from Ben Okafor."


@pytest.mark.django_db(transaction=True)
def test_whoever_settles_first_keeps_what_was_settled(hill):
    booking = out_and_back(hill)
    follow_up = FollowUp.objects.get()
    [told] = refusals(
        lambda: cared_for.settle(follow_up=follow_up, outcome="written_off", by=hill.ada, now=NOW),
        lambda: take_back_undone(booking, hill.ada),
        of=Refused,
    )
    assert told == "“Map” is settled already: written off. So the loan stays returned."


def out_and_back(hill):
    booking = lend(make_box(hill.ada, "Volcanoes", [("Map", 1)]), hill.ben, TODAY, NEXT_WEEK, by=hill.ada)
    goes_out(booking, by=hill.ada)
    comes_back(booking, by=hill.ada, Map=Back(missing=1))
    return booking
