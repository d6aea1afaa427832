"""An order comes in parts, and what was noted as arrived by mistake can be undone for a week."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from collab.errors import AlreadyDone, Refused
from outreach.desk import library
from resources.boxes.contents import add_item, remove_item
from resources.models import Copy, PurchaseMove, PurchaseSuggestion, Resource
from resources.purchases.arrival import put_on_the_shelf
from resources.purchases.arrivals import arrived
from resources.purchases.late import late_on
from resources.purchases.undoing import undo_arrival
from resources.waiting.facts import facts
from tests.cast import NOW, TODAY
from tests.lending import make_box
from tests.racing import refusals
from tests.suggestions import NEW_TITLE, bring_to, suggest, title

LATER = NOW + timedelta(hours=1)


def url(name, purchase):
    return reverse(name, kwargs={"school_slug": "hill", "purchase_id": purchase.pk})


@pytest.fixture
def order(hill):
    """Five copies of an atlas, which Ben suggested and Ada ordered an hour ago."""
    return bring_to(hill, suggest(hill, "Atlas", quantity=5), "ordered")


def as_it_stands(purchase):
    return PurchaseSuggestion.objects.select_related("school").prefetch_related("moves").get(pk=purchase.pk)


def come(hill, purchase, copies=None, barcodes=(), *, resource=None, now=LATER, **about):
    put_on_the_shelf(
        purchase=as_it_stands(purchase),
        resource=resource,
        values=NEW_TITLE,
        barcodes=list(barcodes),
        copies=copies,
        by=hill.ada,
        now=now,
        **about,
    )
    return as_it_stands(purchase)


def undo(hill, purchase, *, why="By mistake", now=LATER + timedelta(minutes=1)):
    undo_arrival(purchase=as_it_stands(purchase), why=why, by=hill.ada, now=now)
    return as_it_stands(purchase)


def told(member, on=TODAY):
    found = facts(members=[member], on=on)[member.pk]
    return [(item.text, item.detail) for item in library.items_of(school_slug="hill", facts=found, on=on)]


# --- In parts --------------------------------------------------------------------------------------------


def test_what_came_in_part_stays_on_order_until_the_last_copy_is_there(hill, order):
    first = come(hill, order, 3, ["B1", "B2", "B3"])
    assert (first.state, arrived(first), first.resource.copies.count()) == ("ordered", 3, 3)
    rest = come(hill, order, 2, ["B4"], resource=first.resource, now=LATER + timedelta(days=9))
    assert (rest.state, arrived(rest), rest.resource, Resource.objects.count()) == ("available", 5, first.resource, 1)
    moves = PurchaseMove.objects.filter(of=order).order_by("pk").values_list("was", "became", "copies", "barcodes")
    assert list(moves)[-2:] == [
        ("ordered", "ordered", 3, ["B1", "B2", "B3"]),
        ("ordered", "available", 2, ["B4"]),
    ]


def test_the_page_asks_how_many_have_come_and_offers_the_title_that_it_became(hill, order, as_ada, as_ben):
    page = as_ada.get(url("purchase_available", order)).content.decode()
    assert ('name="copies" value="5"' in page, 'name="there" value="0"' in page) == (True, True)
    sent = {"which": "new", "title": "Atlas", "kind": "book", "copies": "3", "there": "0", "barcodes": "B1 B2"}
    answer = as_ada.post(url("purchase_available", order), sent, follow=True)
    assert "3 of 5 have come. The others stay on order. 2 of them have a barcode" in answer.text
    assert "3 of 5 are there" in as_ben.get(url("purchase", order)).text
    page = as_ada.get(url("purchase_available", order)).content.decode()
    made = Resource.objects.get()
    assert (f'value="{made.pk}"' in page, 'name="copies" value="2"' in page) == (True, True)


def test_of_one_thing_nobody_is_asked_how_many_have_come(hill, as_ada):
    one = bring_to(hill, suggest(hill), "ordered")
    assert 'name="copies"' not in as_ada.get(url("purchase_available", one)).content.decode()


def test_more_scans_than_were_said_to_come_count(hill, order):
    assert arrived(come(hill, order, 1, ["B1", "B2"])) == 2


@pytest.mark.parametrize("copies", ["-1", "x", "1000"])
def test_a_number_that_makes_no_sense_is_refused_and_kept(hill, order, as_ada, copies):
    sent = {"which": "new", "title": "Atlas", "copies": copies, "there": "0", "barcodes": "B1"}
    answer = as_ada.post(url("purchase_available", order), sent)
    assert (answer.status_code, "B1" in answer.text, Resource.objects.count()) == (422, True, 0)


def test_where_the_others_never_come_the_number_is_changed_and_what_is_there_is_all(hill, order):
    come(hill, order, 3)
    PurchaseSuggestion.objects.update(quantity=3)
    done = come(hill, order, 0, resource=as_it_stands(order).resource, now=LATER + timedelta(days=1))
    assert (done.state, arrived(done)) == ("available", 3)
    with pytest.raises(Refused, match="Say how many have come"):
        come(hill, bring_to(hill, suggest(hill, "Globe", quantity=2), "ordered"), 0)


def test_a_second_press_notes_nothing_twice_and_keeps_what_was_typed(hill, order, as_ada):
    sent = {"which": "new", "title": "Atlas", "copies": "3", "there": "0", "barcodes": "B1"}
    as_ada.post(url("purchase_available", order), sent)
    answer = as_ada.post(url("purchase_available", order), sent | {"barcodes": "B7"})
    assert (answer.status_code, "B7" in answer.text, arrived(as_it_stands(order))) == (409, True, 3)
    assert "Somebody noted copies a moment ago: 3 of 5 are there." in answer.text
    assert 'name="there" value="3"' in answer.text


@pytest.mark.django_db(transaction=True)
def test_of_two_who_note_a_part_at_once_the_second_is_told(hill):
    order = bring_to(hill, suggest(hill, "Atlas", quantity=5), "ordered")

    def note():
        come(hill, order, 2, there=0)

    assert refusals(note, note, of=Refused) == [
        "Somebody noted copies a moment ago: 2 of 5 are there. Look whether any are left to note."
    ]
    assert (arrived(as_it_stands(order)), Resource.objects.count()) == (2, 1)


def test_a_part_that_came_does_not_make_the_rest_of_an_order_young(hill):
    order = bring_to(hill, suggest(hill, "Atlas", quantity=5), "ordered", now=NOW - timedelta(days=40))
    come(hill, order, 3, now=NOW - timedelta(days=1))
    assert list(late_on(PurchaseSuggestion.objects.all(), school=hill.school, today=TODAY)) == [order]
    assert told(hill.ada) == [
        (
            "“Atlas” has not come yet",
            "It was ordered on Friday 9 October. Ask the shop, or say that it has arrived.",
        )
    ]


def test_who_suggested_it_hears_of_a_part_that_came(hill, order):
    come(hill, order, 3)
    assert told(hill.ben) == [("“Atlas” has come in part", "3 of 5 are in the library since Wednesday 18 November.")]


# --- Undone ----------------------------------------------------------------------------------------------


def test_what_was_noted_by_mistake_is_on_order_again_and_its_title_and_copies_are_gone(hill, order):
    come(hill, order, None, ["B1", "B2"])
    undone = undo(hill, order, why="The wrong parcel")
    assert (undone.state, undone.resource, arrived(undone)) == ("ordered", None, 0)
    assert (Resource.objects.on_the_shelf().count(), Copy.objects.count()) == (0, 0)
    last = PurchaseMove.objects.filter(of=order).order_by("pk").last()
    assert (last.was, last.became, last.copies, last.by, last.why) == (
        "available",
        "ordered",
        -5,
        hill.ada,
        "The wrong parcel",
    )
    again = come(hill, order, None, ["B1"], now=LATER + timedelta(days=1))
    assert (again.state, again.resource.copies.get().barcode) == ("available", "B1")


def test_a_title_that_was_there_before_stays_and_only_its_new_copies_go(hill, order):
    known = title(hill, "Atlas")
    Copy.objects.create(school=hill.school, resource=known, barcode="OLD", added_on=TODAY)
    come(hill, order, None, ["B1"], resource=known)
    undo(hill, order)
    known.refresh_from_db()
    assert (known.withdrawn_at, [copy.barcode for copy in known.copies.all()]) == (None, ["OLD"])


def test_parts_are_undone_one_after_the_other_the_last_one_first(hill, order):
    first = come(hill, order, 3, ["B1"])
    come(hill, order, 2, ["B2"], resource=first.resource, now=LATER + timedelta(days=1))
    one_back = undo(hill, order, now=LATER + timedelta(days=2))
    assert (one_back.state, arrived(one_back), one_back.resource) == ("ordered", 3, first.resource)
    assert [copy.barcode for copy in Copy.objects.all()] == ["B1"]
    both_back = undo(hill, order, now=LATER + timedelta(days=3))
    assert (both_back.state, arrived(both_back), both_back.resource, Copy.objects.count()) == ("ordered", 0, None, 0)
    with pytest.raises(AlreadyDone):
        undo(hill, order, now=LATER + timedelta(days=3))


def test_after_a_week_it_stays_as_it_is(hill, order, as_ada):
    come(hill, order)
    with pytest.raises(Refused, match="more than a week ago"):
        undo(hill, order, now=LATER + timedelta(days=7, minutes=1))
    PurchaseMove.objects.update(at=NOW - timedelta(days=400))
    assert url("purchase_undo", order) not in as_ada.get(url("purchase", order)).text


def test_where_life_has_gone_on_it_is_refused(hill, order):
    made = come(hill, order, None, ["B1"]).resource
    box = make_box(hill.ada, "Maps")
    item = add_item(box=box, copy=made.copies.get(), by=hill.ada, now=LATER)
    with pytest.raises(Refused) as refused:
        undo(hill, order)
    assert str(refused.value) == "“Rivers of the World” stands in “Maps”. Take it out there first."
    assert Copy.objects.filter(withdrawn_at__isnull=True).count() == 1
    remove_item(item=item, by=hill.ada, now=LATER)
    assert undo(hill, order).state == "ordered"


def test_another_copy_of_the_title_that_came_since_keeps_it_on_the_shelf(hill, order):
    made = come(hill, order, None, ["B1"]).resource
    Copy.objects.create(school=hill.school, resource=made, barcode="GIFT", added_on=TODAY)
    undo(hill, order)
    made.refresh_from_db()
    assert (made.withdrawn_at, [copy.barcode for copy in made.copies.all()]) == (None, ["GIFT"])


def test_what_has_not_arrived_is_not_undone(hill, order, as_ada):
    with pytest.raises(AlreadyDone, match="It has not arrived"):
        undo(hill, order)
    assert as_ada.get(url("purchase_undo", order)).url == order.get_absolute_url()


def test_the_page_says_what_will_become_of_it_and_undoes_it(hill, order, as_ada, as_ben):
    come(hill, order, None, ["B1", "B2"], now=timezone.now())
    assert url("purchase_undo", order) in as_ada.get(url("purchase", order)).text
    assert url("purchase_undo", order) not in as_ben.get(url("purchase", order)).text
    page = as_ada.get(url("purchase_undo", order)).text
    assert ("B1, B2" in page, "on order again" in page) == (True, True)
    answer = as_ada.post(url("purchase_undo", order), {"why": "The <wrong> parcel"}, follow=True)
    assert ("is on order again" in answer.text, "The &lt;wrong&gt; parcel" in answer.text) == (True, True)
    assert as_ada.post(url("purchase_undo", order), {"why": "x"}).status_code == 302
    assert "took back that it had arrived" in as_ben.get(url("purchase", order)).text


def test_who_suggested_it_hears_that_it_has_not_come_after_all(hill, order):
    come(hill, order)
    undo(hill, order)
    assert told(hill.ben) == [
        ("“Atlas” has not come after all", "Ada Marlow corrected it on Wednesday 18 November: it is on order still.")
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_undo_it_at_once_the_second_is_told(hill):
    order = bring_to(hill, suggest(hill, "Atlas", quantity=5), "ordered")
    come(hill, order)
    seen = [as_it_stands(order) for _ in range(2)]
    undoing = [
        lambda one=one: undo_arrival(purchase=one, why="", by=hill.ada, now=LATER + timedelta(minutes=1))
        for one in seen
    ]
    assert refusals(*undoing, of=Refused) == ["It has not arrived, or somebody undid that a moment ago."]
