"""What is in a box: put in, changed and taken out by two people at once, and kept in versions once it went out."""

from datetime import timedelta

import pytest

from collab.errors import AlreadyDone, Refused, RowChanged, RowGone
from resources.boxes.actions import add_box, retire_box
from resources.boxes.contents import add_item, change_item, current_version, open_version, remove_item, seal
from resources.models import BoxItem, BoxVersion, Copy, Resource
from tests.cast import NOW, TODAY
from tests.racing import refusals

LATER = NOW + timedelta(days=7)


def title(member, name, *barcodes, **about):
    """A title of the catalogue of the member's school, with a copy for each barcode."""
    about = {"added_on": TODAY, "created_at": NOW, "created_by": member} | about
    resource = Resource.objects.create(school_id=member.school_id, title=name, **about)
    for barcode in barcodes:
        Copy.objects.create(school_id=member.school_id, resource=resource, barcode=barcode, added_on=TODAY)
    return resource


def put_in(box, by, **what):
    return add_item(box=box, by=by, now=NOW, **what)


def within(version):
    """What is in a version: list of (words, quantity, note)."""
    return [(str(item), item.quantity, item.note) for item in version.items.select_related("resource")]


@pytest.fixture
def box(hill):
    return add_box(values={"name": "Volcanoes"}, by=hill.ada, now=NOW)


@pytest.fixture
def atlas(hill):
    return title(hill.ada, "Atlas of fire", "A1", "A2")


def test_a_new_box_is_empty_and_can_be_filled(box, hill, atlas):
    put_in(box, hill.ada, resource=atlas)
    put_in(box, hill.ada, name="Magnifying glass", quantity=12, note="In the pouch")
    version = current_version(box)
    assert (version.number, version.sealed_at) == (1, None)
    assert within(version) == [("Atlas of fire", 1, ""), ("Magnifying glass", 12, "In the pouch")]


def test_what_is_in_the_box_already_is_counted_up(box, hill, atlas):
    for _ in range(3):
        put_in(box, hill.ada, resource=atlas)
    put_in(box, hill.ada, name="Magnifying glass", quantity=5)
    put_in(box, hill.ada, name="magnifying GLASS", quantity=2)
    assert within(current_version(box)) == [("Atlas of fire", 3, ""), ("Magnifying glass", 7, "")]


def test_a_copy_is_in_a_box_once_and_beside_others_of_its_title(box, hill, atlas):
    first, second = atlas.copies.all()
    put_in(box, hill.ada, copy=first)
    put_in(box, hill.ada, copy=second)
    put_in(box, hill.ada, resource=atlas)
    with pytest.raises(AlreadyDone, match="This copy of “Atlas of fire” is in the box already"):
        put_in(box, hill.ada, copy=first)
    assert list(current_version(box).items.values_list("copy__barcode", "quantity")) == [
        ("A1", 1),
        ("A2", 1),
        (None, 1),
    ]


def test_a_box_holds_at_most_999_of_one_thing(box, hill, atlas):
    put_in(box, hill.ada, resource=atlas, quantity=999)
    with pytest.raises(Refused, match="More than 999"):
        put_in(box, hill.ada, resource=atlas)


def test_what_was_withdrawn_and_a_box_that_was_retired_are_refused(box, hill, atlas):
    Copy.objects.filter(barcode="A1").update(withdrawn_at=NOW)
    with pytest.raises(Refused, match="The copy A1 of “Atlas of fire” was withdrawn"):
        put_in(box, hill.ada, copy=Copy.objects.get(barcode="A1"))
    atlas.withdrawn_at = NOW
    with pytest.raises(Refused, match="“Atlas of fire” was withdrawn"):
        put_in(box, hill.ada, resource=atlas)
    retire_box(box=box, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="out of use"):
        put_in(box, hill.ada, name="Globe")


def test_what_went_out_stays_on_record_whatever_changes_after(box, hill, atlas):
    kept = put_in(box, hill.ada, resource=atlas, quantity=2)
    lost = put_in(box, hill.ada, name="Globe")
    first = seal(version=current_version(box), now=NOW)
    change_item(item=kept, version=kept.version, values={"quantity": 3, "note": "One more"}, by=hill.ada, now=LATER)
    remove_item(item=lost, by=hill.ada, now=LATER)
    put_in(box, hill.ada, name="Compass")
    second = current_version(box)
    assert within(first) == [("Atlas of fire", 2, ""), ("Globe", 1, "")]
    assert within(second) == [("Atlas of fire", 3, "One more"), ("Compass", 1, "")]
    assert (first.number, first.sealed_at, second.number, second.sealed_at) == (1, NOW, 2, None)


def test_no_version_is_made_of_a_change_that_changes_nothing(box, hill, atlas):
    item = put_in(box, hill.ada, resource=atlas)
    seal(version=current_version(box), now=NOW)
    change_item(item=item, version=1, values={"quantity": 1, "note": ""}, by=hill.ada, now=LATER)
    assert box.versions.count() == 1


def test_a_version_is_sealed_once_and_only_the_newest(box, hill):
    first = seal(version=current_version(box), now=NOW)
    assert seal(version=first, now=LATER).sealed_at == NOW
    open_version(box=box, by=hill.ada, now=LATER)
    with pytest.raises(Refused, match="Look again"):
        seal(version=first, now=LATER)


def test_two_people_at_one_item_hear_of_each_other(box, hill, atlas):
    item = put_in(box, hill.ada, resource=atlas)
    change_item(item=item, version=1, values={"quantity": 4}, by=hill.ben, now=LATER)
    with pytest.raises(RowChanged) as lost:
        change_item(item=item, version=1, values={"quantity": 2}, by=hill.ada, now=LATER)
    assert (lost.value.current.quantity, lost.value.current.changed_by) == (4, hill.ben)


def test_a_form_read_before_the_box_went_out_still_knows_of_the_changes_after_it(box, hill, atlas):
    item = put_in(box, hill.ada, resource=atlas)
    seal(version=current_version(box), now=NOW)
    change_item(item=item, version=1, values={"quantity": 4}, by=hill.ben, now=LATER)
    with pytest.raises(RowChanged) as lost:
        change_item(item=item, version=1, values={"quantity": 2}, by=hill.ada, now=LATER)
    assert lost.value.current.quantity == 4


def test_what_somebody_took_out_is_gone_for_the_second(box, hill, atlas):
    item = put_in(box, hill.ada, resource=atlas)
    remove_item(item=item, by=hill.ben, now=LATER)
    with pytest.raises(AlreadyDone, match="“Atlas of fire” was taken out already"):
        remove_item(item=item, by=hill.ada, now=LATER)
    with pytest.raises(RowGone):
        change_item(item=item, version=1, values={"quantity": 2}, by=hill.ada, now=LATER)


@pytest.mark.django_db(transaction=True)
def test_two_who_change_a_box_that_went_out_make_one_new_version(hill):
    box = add_box(values={"name": "Volcanoes"}, by=hill.ada, now=NOW)
    seal(version=current_version(box), now=NOW)

    def put(name):
        return lambda: add_item(box=box, name=name, by=hill.ada, now=LATER)

    assert refusals(put("Globe"), put("Compass"), of=Exception) == []
    assert list(BoxVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert within(current_version(box)) == [("Globe", 1, ""), ("Compass", 1, "")]


@pytest.mark.django_db(transaction=True)
def test_two_scans_of_one_title_at_once_are_two_of_it(hill):
    box, atlas = add_box(values={"name": "Volcanoes"}, by=hill.ada, now=NOW), title(hill.ada, "Atlas of fire")

    def scan():
        add_item(box=box, resource=atlas, by=hill.ada, now=LATER)

    assert refusals(scan, scan, of=Exception) == []
    assert BoxItem.objects.get().quantity == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_put_in_while_the_box_goes_out_belongs_to_the_next_version(hill):
    box = add_box(values={"name": "Volcanoes"}, by=hill.ada, now=NOW)

    def hand_out():
        seal(version=current_version(box), now=LATER)

    def put():
        add_item(box=box, name="Globe", by=hill.ada, now=LATER)

    assert refusals(hand_out, put, of=Exception) == []
    assert [within(version) for version in box.versions.order_by("number")] == [[], [("Globe", 1, "")]]
