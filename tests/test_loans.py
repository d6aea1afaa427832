"""Boxes that go out and come back: checklists, versions on record, what is missing, the pull list."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from collab.errors import AlreadyDone, Refused
from resources.bookings import follow_ups as cared_for
from resources.bookings.days import is_overdue
from resources.bookings.lending import Back, hand_out
from resources.boxes.contents import add_item, change_item, current_version
from resources.models import BoxBooking, BoxVersion, Copy, FollowUp, LoanLine, Resource
from tests.cast import NOW, TODAY
from tests.lending import MONDAY, comes_back, goes_out, lend, make_box, put_copy
from tests.racing import refusals

NEXT_WEEK = TODAY + timedelta(days=7)
LATER = NOW + timedelta(days=10)
HARD_TEXTS = ["x" * 5000, "🌋 بركان", "a\x00b", "<script>alert(1)</script>", "9" * 400, "-1", "²"]


def url(name, **about):
    return reverse(name, kwargs={"school_slug": "hill", **about})


def lines(booking):
    return [
        (str(line), line.handed_out, line.missing, line.damaged, line.was_used, line.note)
        for line in booking.lines.select_related("item__resource")
    ]


def open_follow_ups():
    return [
        (str(one.line), one.is_missing, one.quantity)
        for one in FollowUp.objects.filter(outcome="").select_related("line__item__resource")
    ]


@pytest.fixture(autouse=True)
def at_half_past_noon(monkeypatch):
    """It is the Wednesday of the cast: a loan of today is one of today whenever the tests run."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def box(hill):
    """Three things: an atlas with a barcode (call number 551), twelve glasses, a map."""
    box = make_box(hill.ada, "Volcanoes", [("Glass", 12), ("Map", 1)])
    put_copy(box, hill.ada, "Atlas", "A1", call_number="551 ATL", location="Non-fiction")
    return box


@pytest.fixture
def booking(hill, box):
    return lend(box, hill.ben, TODAY, NEXT_WEEK, by=hill.ada)


@pytest.fixture
def out(hill, booking):
    goes_out(booking, by=hill.ada)
    return booking


def item(box, name):
    return next(one for one in current_version(box).items.select_related("resource") if str(one) == name)


def sent(box, *ticked, **more):
    """What the page of the hand-out sends: every item, those that are ticked, and their number."""
    items = current_version(box).items.select_related("resource")
    data = {"item": [one.pk for one in items]}
    for one in items:
        if one.quantity > 1:
            data[f"count-{one.pk}"] = one.quantity
        if str(one) in ticked:
            data[f"there-{one.pk}"] = "1"
    return data | {"do": "out"} | more


# --- Out -------------------------------------------------------------------------------------------------


def test_what_is_ticked_goes_out_and_stays_on_record(as_ada, hill, booking, box):
    answer = as_ada.post(url("booking_hand_out", booking_id=booking.pk), sent(box, "Atlas", "Glass"))
    assert answer.url == booking.get_absolute_url()
    booking.refresh_from_db()
    assert (booking.state, booking.contents.number, booking.out_at is not None) == ("out", 1, True)
    assert booking.contents.sealed_at is not None
    assert lines(booking) == [("Glass", 12, 0, 0, None, ""), ("Atlas", 1, 0, 0, None, "")]
    add_item(box=box, name="Lava", by=hill.ada, now=LATER)
    assert [str(one) for one in booking.contents.items.select_related("resource")] == ["Glass", "Map", "Atlas"]
    assert current_version(box).number == 2


def test_all_there_hands_everything_out_in_one_tap(as_ada, booking, box):
    as_ada.post(url("booking_hand_out", booking_id=booking.pk), sent(box, do="all"))
    assert lines(booking) == [
        ("Glass", 12, 0, 0, None, ""),
        ("Map", 1, 0, 0, None, ""),
        ("Atlas", 1, 0, 0, None, ""),
    ]


def test_of_several_fewer_can_go_out(as_ada, booking, box):
    glass = item(box, "Glass")
    data = sent(box, "Glass") | {f"count-{glass.pk}": "9"}
    as_ada.post(url("booking_hand_out", booking_id=booking.pk), data)
    assert lines(booking) == [("Glass", 9, 0, 0, None, "")]


@pytest.mark.parametrize("count", ["0", "13", "x", "", "9" * 400])
def test_a_number_that_cannot_be_is_said_and_nothing_ticked_is_lost(as_ada, booking, box, count):
    glass = item(box, "Glass")
    data = sent(box, "Glass", "Map") | {f"count-{glass.pk}": count}
    answer = as_ada.post(url("booking_hand_out", booking_id=booking.pk), data)
    assert answer.status_code == 422
    things = {str(thing.item): (thing.is_ticked, thing.error) for thing in answer.context["checklist"].things}
    assert things == {"Atlas": (False, ""), "Glass": (True, "Between 1 and 12."), "Map": (True, "")}
    assert LoanLine.objects.count() == 0


def test_nothing_ticked_is_said(as_ada, booking, box):
    answer = as_ada.post(url("booking_hand_out", booking_id=booking.pk), sent(box))
    assert (answer.status_code, answer.context["trouble"]) == (409, "Tick what goes out.")


def test_a_scan_ticks_its_thing_with_scripts_off(as_ada, booking, box):
    page = url("booking_hand_out", booking_id=booking.pk)
    answer = as_ada.post(page, sent(box, "Map", do="tick", scan=" A1 "))
    assert "Ticked: Atlas" in answer.text
    ticked = [str(thing.item) for thing in answer.context["checklist"].things if thing.is_ticked]
    assert ticked == ["Atlas", "Map"]
    answer = as_ada.post(page, sent(box, "Map", do="tick", scan="<b>"))
    assert "Nothing in this box has the barcode “&lt;b&gt;”." in answer.text


def test_a_scan_of_any_copy_ticks_a_title_that_stands_for_all(as_ada, hill, booking, box):
    novel = Resource.objects.create(
        school=hill.school, title="Holes", added_on=TODAY, created_at=NOW, created_by=hill.ada
    )
    for barcode in ("H1", "H2"):
        Copy.objects.create(school=hill.school, resource=novel, barcode=barcode, added_on=TODAY)
    add_item(box=box, resource=novel, quantity=2, by=hill.ada, now=NOW)
    answer = as_ada.post(url("booking_hand_out", booking_id=booking.pk), sent(box, do="tick", scan="H2"))
    assert "Holes: 1 of 2" in answer.text


@pytest.fixture
def class_set(hill):
    """Three copies of one novel that stand for one another; a fourth that is in the box by its own barcode."""
    box = make_box(hill.ada, "Holes, class set")
    made = {"added_on": TODAY, "created_at": NOW, "created_by": hill.ada}
    novel = Resource.objects.create(school=hill.school, title="Holes", **made)
    for barcode in ("H 1", "H2", "H3", "H4", "H5"):
        Copy.objects.create(school=hill.school, resource=novel, barcode=barcode, added_on=TODAY)
    add_item(box=box, resource=novel, quantity=3, by=hill.ada, now=NOW)
    add_item(box=box, copy=Copy.objects.get(barcode="H5"), by=hill.ada, now=NOW)
    return lend(box, hill.ben, TODAY, NEXT_WEEK, by=hill.ada)


def scans(client, page, data, *barcodes):
    """Sends one scan after the other, as a browser without scripts does. Returns what was said, and the last page."""
    told = []
    for barcode in barcodes:
        answer = client.post(page, data | {"do": "tick", "scan": barcode})
        told.append(answer.context["checklist"].told)
        data = data | as_sent(answer)
    return told, answer


def as_sent(answer):
    """The fields of the list as the browser would send them."""
    soup = answer.text.partition('id="checklist"')[2].partition("</form>")[0]
    fields = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) | {"_": tag} for tag in re.findall(r"<input[^>]*>", soup)]
    kept = [one for one in fields if one.get("type") not in ("checkbox", "radio") or " checked" in one["_"]]
    return {one["name"]: one.get("value", "") for one in kept if one.get("name") not in ("item", "scan")}


def test_each_copy_of_a_class_set_counts_one_when_it_goes_out(as_ada, class_set):
    page = url("booking_hand_out", booking_id=class_set.pk)
    data = {"item": [one.pk for one in class_set.box.versions.get().items.all()]}
    told, answer = scans(as_ada, page, data, "H 1", "h2", "H2", "H5", "H5", "H3", "H4", "H9")
    assert told == [
        "Holes: 1 of 3",
        "Holes: 2 of 3",
        "“H2” is counted already: Holes.",
        "Ticked: Holes",
        "“H5” is counted already: Holes.",
        "Holes: 3 of 3",
        "All 3 of Holes are counted already.",
        "Nothing in this box has the barcode “H9”.",
    ]
    as_ada.post(page, data | as_sent(answer) | {"do": "out"})
    assert sorted(class_set.lines.values_list("item__copy__barcode", "handed_out"), key=str) == [("H5", 1), (None, 3)]


def test_a_number_that_was_typed_is_counted_on_from(as_ada, class_set):
    page = url("booking_hand_out", booking_id=class_set.pk)
    several = class_set.box.versions.get().items.get(copy=None).pk
    data = {"item": several, f"there-{several}": "1", f"count-{several}": "2"}
    assert scans(as_ada, page, data, "H4", "H2")[0] == ["Holes: 3 of 3", "All 3 of Holes are counted already."]
    data[f"count-{several}"] = "x"
    assert scans(as_ada, page, data, "H4")[0] == ["Holes: 1 of 3"]


def test_each_copy_of_a_class_set_counts_one_when_it_comes_back(as_ada, hill, class_set):
    goes_out(class_set, by=hill.ada)
    page = url("booking_take_back", booking_id=class_set.pk)
    told, answer = scans(as_ada, page, {}, "H 1", "H 1", "H5", "H5", "H3", "X")
    assert told == [
        "Holes: 1 of 3 back",
        "“H 1” is counted already: Holes.",
        "Back: Holes",
        "“H5” is counted already: Holes.",
        "Holes: 2 of 3 back",
        "Nothing in this box has the barcode “X”.",
    ]
    as_ada.post(page, as_sent(answer) | {"do": "said"})
    assert open_follow_ups() == [("Holes", True, 1)]


def test_more_copies_than_went_out_do_not_come_back(as_ada, hill, class_set):
    goes_out(class_set, by=hill.ada)
    page = url("booking_take_back", booking_id=class_set.pk)
    told, answer = scans(as_ada, page, {}, "H 1", "H2", "H3", "H4")
    assert told[-1] == "All 3 of Holes are accounted for already."
    as_ada.post(page, as_sent(answer) | {"do": "said"})
    assert open_follow_ups() == []


def test_what_was_typed_as_missing_or_damaged_stays_while_copies_are_counted(as_ada, hill, class_set):
    goes_out(class_set, by=hill.ada)
    page = url("booking_take_back", booking_id=class_set.pk)
    several, single = (class_set.lines.get(item__copy__isnull=is_several).pk for is_several in (True, False))
    typed = {f"missing-{several}": "1", f"damaged-{several}": "1", f"state-{single}": "damaged"}
    told, answer = scans(as_ada, page, typed, "H2", "H5")
    assert told == ["Holes: 3 of 3 back", "Back: Holes"]
    as_ada.post(page, as_sent(answer) | {"do": "said"})
    assert open_follow_ups() == [("Holes", False, 1), ("Holes", False, 1)]


def test_a_scan_of_nothing_says_nothing(as_ada, hill, class_set):
    data = {"do": "tick", "scan": " "}
    assert as_ada.post(url("booking_hand_out", booking_id=class_set.pk), data).context["checklist"].told == ""
    goes_out(class_set, by=hill.ada)
    assert as_ada.post(url("booking_take_back", booking_id=class_set.pk), data).context["checklist"].told == ""


def test_things_are_ticked_off_in_the_order_of_the_shelf(as_ada, booking, box):
    things = as_ada.get(url("booking_hand_out", booking_id=booking.pk)).context["checklist"].things
    assert [str(thing.item) for thing in things] == ["Atlas", "Glass", "Map"]


def test_what_somebody_put_in_meanwhile_is_not_forgotten(as_ada, hill, booking, box):
    data = sent(box, "Atlas", "Glass", "Map")
    add_item(box=box, name="Lava", by=hill.ada, now=NOW)
    answer = as_ada.post(url("booking_hand_out", booking_id=booking.pk), data)
    assert answer.status_code == 409
    assert answer.context["trouble"] == "Somebody changed what is in the box a moment ago. Look again."
    things = {str(thing.item): thing.is_ticked for thing in answer.context["checklist"].things}
    assert things == {"Atlas": True, "Glass": True, "Lava": False, "Map": True}


def test_an_empty_box_can_go_out_as_it_is(as_ada, hill):
    booking = lend(make_box(hill.ada, "Mixed"), hill.ben, TODAY, NEXT_WEEK, by=hill.ada)
    page = url("booking_hand_out", booking_id=booking.pk)
    assert "Nothing is listed in this box" in as_ada.get(page).text
    as_ada.post(page, {"do": "all"})
    booking.refresh_from_db()
    assert (booking.state, lines(booking)) == ("out", [])


def test_a_box_that_is_still_out_is_taken_back_first(hill, out, box):
    coming = lend(box, hill.cleo, MONDAY + timedelta(days=7), MONDAY + timedelta(days=8), by=hill.ada)
    with pytest.raises(Refused, match=r"Ben Okafor still has the box\. Take it back first"):
        goes_out(coming, by=hill.ada, now=LATER + timedelta(days=3))


def test_a_loan_whose_last_day_has_passed_is_extended_first(hill, booking):
    with pytest.raises(Refused, match=r"Its last day has passed\. Extend the loan first"):
        goes_out(booking, by=hill.ada, now=LATER)


def test_a_box_that_is_fetched_early_is_lent_from_then_on(hill, box):
    booking = lend(box, hill.ben, MONDAY, MONDAY, by=hill.ada)
    goes_out(booking, by=hill.ada)
    booking.refresh_from_db()
    assert (booking.starts_on, booking.kept_from) == (TODAY, TODAY)


def test_a_box_is_not_fetched_early_while_another_loan_lies_between(hill, box):
    booking = lend(box, hill.ben, MONDAY, MONDAY, by=hill.ada)
    lend(box, hill.cleo, TODAY, TODAY, by=hill.ada)
    with pytest.raises(Refused, match="It is for later, and somebody else has the box until then"):
        goes_out(booking, by=hill.ada)
    booking.refresh_from_db()
    assert (booking.state, current_version(box).sealed_at) == ("confirmed", None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_hand_out_at_once_one_is_told(hill):
    box = make_box(hill.ada, "Volcanoes", [("Map", 1)])
    booking = lend(box, hill.ben, TODAY, NEXT_WEEK, by=hill.ada)
    as_read = BoxBooking.objects.get(pk=booking.pk)
    [told] = refusals(lambda: goes_out(booking, by=hill.ada), lambda: goes_out(as_read, by=hill.ada), of=Refused)
    assert told == "Somebody did that a moment ago: it is “out”."
    assert LoanLine.objects.count() == 1


def test_a_version_that_was_read_before_a_newer_one_does_not_go_out(hill, out, box):
    read = current_version(box)
    comes_back(out, by=hill.ada)
    change_item(item=item(box, "Map"), version=1, values={"quantity": 2}, by=hill.ada, now=NOW)
    booking = lend(box, hill.cleo, TODAY, NEXT_WEEK, by=hill.ada)
    handed = {one.pk: one.quantity for one in read.items.all()}
    with pytest.raises(Refused, match="Somebody changed what is in the box a moment ago"):
        hand_out(booking=booking, version=read, handed=handed, by=hill.ada, now=NOW)


def test_only_librarians_stand_at_the_shelf(as_ben, as_lena, booking):
    for client in (as_ben, as_lena):
        for name in ("booking_hand_out", "booking_take_back", "booking_pull_list"):
            assert client.get(url(name, booking_id=booking.pk)).status_code == 403


def test_a_stranger_finds_no_loan(as_nils, hill, out):
    comes_back(out, by=hill.ada, Map=Back(missing=1))
    follow_up = FollowUp.objects.get()
    for name, about in (
        ("booking_hand_out", {"booking_id": out.pk}),
        ("booking_take_back", {"booking_id": out.pk}),
        ("booking_pull_list", {"booking_id": out.pk}),
        ("follow_up_settle", {"follow_up_id": follow_up.pk}),
    ):
        for school in ("hill", "vale"):
            at = reverse(name, kwargs={"school_slug": school, **about})
            assert {as_nils.get(at).status_code, as_nils.post(at).status_code} - {405} == {404}


# --- Back ------------------------------------------------------------------------------------------------


def test_one_thing_missing_becomes_a_follow_up(as_ada, hill, out):
    by_name = {str(line): line.pk for line in out.lines.select_related("item__resource")}
    data = {
        f"state-{by_name['Map']}": "missing",
        f"note-{by_name['Map']}": "Left on the bus",
        f"missing-{by_name['Glass']}": "2",
        f"damaged-{by_name['Glass']}": "1",
        f"state-{by_name['Atlas']}": "there",
        f"used-{by_name['Atlas']}": "no",
        "used": "yes",
        "do": "said",
    }
    answer = as_ada.post(url("booking_take_back", booking_id=out.pk), data)
    assert answer.url == out.get_absolute_url()
    assert lines(out) == [
        ("Glass", 12, 2, 1, True, ""),
        ("Map", 1, 1, 0, True, "Left on the bus"),
        ("Atlas", 1, 0, 0, False, ""),
    ]
    assert open_follow_ups() == [("Glass", True, 2), ("Glass", False, 1), ("Map", True, 1)]
    out.refresh_from_db()
    assert (out.state, out.returned_at is not None) == ("returned", True)
    page = as_ada.get(answer.url).text
    assert "The box is back, and free again; 3 things are to be followed up." in page
    assert "2 missing, 1 damaged" in page


def test_everything_came_back_in_one_tap(as_ada, out):
    as_ada.post(url("booking_take_back", booking_id=out.pk), {"do": "all"})
    assert [line[2:5] for line in lines(out)] == [(0, 0, None)] * 3
    assert open_follow_ups() == []


@pytest.mark.parametrize(("missing", "damaged"), [("13", "0"), ("7", "6"), ("x", "0"), ("0", "9" * 400), ("-1", "0")])
def test_more_than_went_out_cannot_be_lost(as_ada, out, missing, damaged):
    glass = out.lines.get(item__name="Glass")
    data = {f"missing-{glass.pk}": missing, f"damaged-{glass.pk}": damaged, f"note-{glass.pk}": "Broken & gone"}
    answer = as_ada.post(url("booking_take_back", booking_id=out.pk), data)
    assert answer.status_code == 422
    assert "12 went out: together at most that many." in answer.text
    assert "Broken &amp; gone" in answer.text
    assert FollowUp.objects.count() == 0


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_hostile_words_about_a_thing_are_kept_as_words_or_refused(as_ada, out, text):
    glass = out.lines.get(item__name="Glass")
    data = {f"note-{glass.pk}": text, f"used-{glass.pk}": text, "used": text}
    answer = as_ada.post(url("booking_take_back", booking_id=out.pk), data)
    assert answer.status_code in (302, 422)
    assert "<script>alert" not in (answer if answer.status_code == 422 else as_ada.get(answer.url)).text


def test_a_box_that_comes_back_early_is_free_at_once(hill, out, box):
    comes_back(out, by=hill.ada)
    assert lend(box, hill.cleo, TODAY, NEXT_WEEK, by=hill.ada).state == "confirmed"


def test_what_is_late_is_worked_out_and_never_stored(hill, out):
    assert [is_overdue(out, day) for day in (NEXT_WEEK, NEXT_WEEK + timedelta(days=1))] == [False, True]
    comes_back(out, by=hill.ada, now=LATER)
    assert not is_overdue(out, NEXT_WEEK + timedelta(days=1))


def test_a_box_is_taken_back_once(as_ada, hill, out):
    as_read = BoxBooking.objects.get(pk=out.pk)
    comes_back(out, by=hill.ada, Map=Back(missing=1))
    with pytest.raises(AlreadyDone):
        comes_back(as_read, by=hill.ada, Map=Back(missing=1))
    assert FollowUp.objects.count() == 1
    assert as_ada.post(url("booking_take_back", booking_id=out.pk), {}).url == out.get_absolute_url()


# --- What is missing -------------------------------------------------------------------------------------


def test_what_is_missing_waits_until_somebody_settles_it(as_ada, hill, out):
    comes_back(out, by=hill.ada, Map=Back(missing=1, note="On the bus?"), Glass=Back(damaged=2))
    page = as_ada.get(url("follow_ups")).text
    assert "On the bus?" in page
    missing, damaged = FollowUp.objects.order_by("-is_missing")
    for one, outcome in ((missing, "found"), (damaged, "repaired")):
        answer = as_ada.post(url("follow_up_settle", follow_up_id=one.pk), {"outcome": outcome})
        assert answer.url == url("follow_ups")
        one.refresh_from_db()
        assert (one.outcome, one.settled_by, one.settled_at is not None) == (outcome, hill.ada, True)
    assert "Nothing is missing" in as_ada.get(url("follow_ups")).text


@pytest.mark.parametrize("outcome", ["", "repaired", "x", "9" * 400])
def test_what_cannot_become_of_it_is_refused(as_ada, hill, out, outcome):
    comes_back(out, by=hill.ada, Map=Back(missing=1))
    page = url("follow_up_settle", follow_up_id=FollowUp.objects.get().pk)
    assert as_ada.get(page).status_code == 200
    assert as_ada.post(page, {"outcome": outcome}).status_code == 422
    assert FollowUp.objects.get().outcome == ""


def test_a_copy_that_is_written_off_leaves_catalogue_and_box(hill, out, box):
    comes_back(out, by=hill.ada, Atlas=Back(damaged=1), Glass=Back(missing=5))
    for one in FollowUp.objects.all():
        cared_for.settle(follow_up=one, outcome="written_off", by=hill.ada, now=LATER)
    assert Copy.objects.get(barcode="A1").withdrawn_at == LATER
    within = [(str(one), one.quantity) for one in current_version(box).items.select_related("resource")]
    assert within == [("Glass", 7), ("Map", 1)]
    assert [str(one) for one in out.contents.items.select_related("resource")] == ["Glass", "Map", "Atlas"]
    assert BoxVersion.objects.filter(box=box).count() == 2


def test_what_is_missing_and_what_is_damaged_of_one_thing_both_leave_the_box(hill, out, box):
    comes_back(out, by=hill.ada, Glass=Back(missing=5, damaged=2))
    for one in FollowUp.objects.all():
        cared_for.settle(follow_up=one, outcome="written_off", by=hill.ada, now=LATER)
    assert item(box, "Glass").quantity == 5


def test_all_that_is_missing_and_damaged_of_a_thing_takes_it_out_of_the_box(hill, out, box):
    comes_back(out, by=hill.ada, Glass=Back(missing=5, damaged=7))
    for one in FollowUp.objects.all():
        cared_for.settle(follow_up=one, outcome="written_off", by=hill.ada, now=LATER)
    assert [str(one) for one in current_version(box).items.select_related("resource")] == ["Map", "Atlas"]


def test_what_somebody_counted_again_since_is_theirs_to_say(hill, out, box):
    comes_back(out, by=hill.ada, Glass=Back(missing=5))
    change_item(item=item(box, "Glass"), version=1, values={"quantity": 7}, by=hill.ada, now=NOW)
    cared_for.settle(follow_up=FollowUp.objects.get(), outcome="written_off", by=hill.ada, now=LATER)
    assert item(box, "Glass").quantity == 7


@pytest.mark.django_db(transaction=True)
def test_of_two_who_settle_one_is_told(hill):
    box = make_box(hill.ada, "Volcanoes", [("Map", 1)])
    booking = lend(box, hill.ben, TODAY, NEXT_WEEK, by=hill.ada)
    goes_out(booking, by=hill.ada)
    [one] = comes_back(booking, by=hill.ada, Map=Back(missing=1))
    assert refusals(
        lambda: cared_for.settle(follow_up=one, outcome="found", by=hill.ada, now=NOW),
        lambda: cared_for.settle(follow_up=one, outcome="written_off", by=hill.ada, now=NOW),
        of=Refused,
    ) == ["Somebody has settled this already."]
    assert current_version(box).number == 1


def test_the_next_hand_out_says_what_was_lost(as_ada, hill, out, box):
    comes_back(out, by=hill.ada, Map=Back(missing=1))
    booking = lend(box, hill.cleo, TODAY, NEXT_WEEK, by=hill.ada)
    page = as_ada.get(url("booking_hand_out", booking_id=booking.pk)).text
    assert "1 × Map missing (with Ben Okafor)" in page


def test_the_list_of_what_is_missing_costs_the_same_with_one_and_with_three(
    as_ada, hill, out, box, django_assert_num_queries
):
    comes_back(out, by=hill.ada, Map=Back(missing=1))
    as_ada.get(url("follow_ups"))
    with django_assert_num_queries(5):
        as_ada.get(url("follow_ups"))
    again = lend(box, hill.cleo, TODAY, NEXT_WEEK, by=hill.ada)
    goes_out(again, by=hill.ada)
    comes_back(again, by=hill.ada, Glass=Back(missing=1, damaged=1))
    with django_assert_num_queries(5):
        as_ada.get(url("follow_ups"))


@pytest.mark.parametrize("name", ["booking_hand_out", "booking_take_back"])
def test_a_checklist_costs_the_same_with_one_thing_and_with_three(as_ada, hill, name, django_assert_num_queries):
    counts = []
    for number in (1, 3):
        box = make_box(hill.ada, f"Box {number}")
        for place in range(number):
            put_copy(box, hill.ada, f"Title {place}", f"{number}-{place}")
        booking = lend(box, hill.ben, TODAY, NEXT_WEEK, by=hill.ada)
        if name == "booking_take_back":
            goes_out(booking, by=hill.ada)
        page = url(name, booking_id=booking.pk)
        as_ada.get(page)
        with django_assert_num_queries(7 if name == "booking_hand_out" else 6) as counted:
            as_ada.get(page)
        counts.append(len(counted))
    assert counts[0] == counts[1]


# --- The pull list ---------------------------------------------------------------------------------------


def test_the_pull_list_is_sorted_by_call_number(as_ada, hill, booking, box):
    put_copy(box, hill.ada, "Mountains", "M1", call_number="333 MOU", creators=["Ada Hill"])
    answer = as_ada.get(url("booking_pull_list", booking_id=booking.pk))
    assert (answer.headers["Content-Type"], answer.status_code) == ("application/pdf", 200)
    assert 'filename="pull-list-volcanoes.pdf"' in answer.headers["Content-Disposition"]
    text = " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    places = [text.index(words) for words in ("333 MOU", "551 ATL", "Glass", "Map")]
    assert places == sorted(places)
    for words in ("Volcanoes", "Ben Okafor", "18 – 25 Nov 2026", "M1", "A1", "Non-fiction"):
        assert words in text


def test_what_was_withdrawn_from_the_catalogue_is_marked_where_a_box_is_got_ready(as_ada, hill, booking, box):
    mark = "Withdrawn from the catalogue"

    def shown():
        page = as_ada.get(url("booking_hand_out", booking_id=booking.pk)).content.decode()
        paper = as_ada.get(url("booking_pull_list", booking_id=booking.pk)).content
        return page.count(mark), " ".join(PdfReader(BytesIO(paper)).pages[0].extract_text().split()).count(mark)

    assert shown() == (0, 0)
    atlas = item(box, "Atlas").resource
    atlas.withdrawn_at, atlas.withdrawn_by = NOW, hill.ada
    atlas.save()
    assert shown() == (1, 1)


def test_a_pull_list_of_an_empty_box_says_so(as_ada, hill):
    booking = lend(make_box(hill.ada, "漢字 🌋" * 20), hill.ben, TODAY, NEXT_WEEK, by=hill.ada)
    answer = as_ada.get(url("booking_pull_list", booking_id=booking.pk))
    assert "Nothing is in this box yet." in PdfReader(BytesIO(answer.content)).pages[0].extract_text()
