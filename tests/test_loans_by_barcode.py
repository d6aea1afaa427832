"""Which copies of a class set are missing is known where they were scanned one by one."""

import pytest
from django.urls import reverse

from resources.boxes.contents import add_item
from resources.models import Copy, FollowUp
from tests.cast import TODAY
from tests.lending import MONDAY, lend, make_box
from tests.suggestions import title

BARCODES = [f"H-{number}" for number in range(1, 6)]


@pytest.fixture
def loan(hill):
    """A loan of a box with three of the five copies of “Holes”, which Ben is to get."""
    holes = title(hill, "Holes")
    for barcode in BARCODES:
        Copy.objects.create(school=hill.school, resource=holes, barcode=barcode, added_on=TODAY)
    box = make_box(hill.ada, "Holes, class set")
    add_item(box=box, resource=holes, quantity=3, by=hill.ada, now=hill.ada.created_at)
    return lend(box, hill.ben, TODAY, MONDAY, by=hill.ada)


def url(name, one):
    key = {"booking_id": one.pk} if name.startswith("booking") else {"follow_up_id": one.pk} if one else {}
    return reverse(name, kwargs={"school_slug": "hill", **key})


def goes_out(client, loan, scanned, *, count=3, do="out"):
    item = loan.box.versions.get().items.get()
    sent = {"item": item.pk, f"there-{item.pk}": 1, f"count-{item.pk}": count, "do": do}
    client.post(url("booking_hand_out", loan), sent | {f"scanned-{item.pk}": "\n".join(scanned)})
    return loan.lines.get()


def comes_back(client, loan, scanned, *, missing, damaged=0):
    line = loan.lines.get()
    sent = {f"missing-{line.pk}": missing, f"damaged-{line.pk}": damaged, "do": "said"}
    client.post(url("booking_take_back", loan), sent | {f"scanned-{line.pk}": "\n".join(scanned)})
    return {one.is_missing: one.barcodes for one in FollowUp.objects.filter(line=line)}


@pytest.mark.parametrize(
    ("scanned", "about", "kept"),
    [
        (BARCODES[:3], {}, BARCODES[:3]),
        (BARCODES[:2], {}, []),
        ([], {}, []),
        (BARCODES[:2], {"count": 2}, BARCODES[:2]),
        (BARCODES[:2], {"do": "all"}, []),
        ([*BARCODES[:2], "no-such"], {}, []),
    ],
)
def test_what_went_out_is_kept_where_every_copy_was_scanned(loan, as_ada, scanned, about, kept):
    assert goes_out(as_ada, loan, scanned, **about).scanned == kept


@pytest.mark.parametrize(
    ("out", "back", "missing", "damaged", "named"),
    [
        (BARCODES[:3], BARCODES[:2], 1, 0, {True: ["H-3"]}),
        (BARCODES[:3], BARCODES[:1], 2, 0, {True: ["H-2", "H-3"]}),
        (BARCODES[:3], [], 3, 0, {True: BARCODES[:3]}),
        (BARCODES[:3], BARCODES[:2], 1, 1, {True: ["H-3"], False: []}),
        (BARCODES[:3], BARCODES[:1], 1, 1, {True: [], False: []}),  # Which of the two is only damaged?
        (BARCODES[:3], [], 1, 0, {True: []}),
        (BARCODES[:3], ["H-1", "H-5"], 1, 0, {True: []}),  # Another copy came back in its place.
        ([], BARCODES[:2], 1, 0, {True: []}),
    ],
)
def test_the_follow_up_names_the_barcodes_of_the_missing_ones_where_they_are_known(
    loan, as_ada, out, back, missing, damaged, named
):
    goes_out(as_ada, loan, out)
    assert comes_back(as_ada, loan, back, missing=missing, damaged=damaged) == named


def test_where_a_title_has_just_so_many_copies_scanning_them_back_is_enough(loan, as_ada):
    Copy.objects.filter(barcode__in=BARCODES[3:]).update(withdrawn_at=loan.created_at)
    goes_out(as_ada, loan, [])
    assert comes_back(as_ada, loan, BARCODES[1:3], missing=1) == {True: ["H-1"]}


def test_the_barcodes_stand_on_the_list_on_the_page_and_where_the_box_goes_out_again(loan, hill, as_ada):
    goes_out(as_ada, loan, BARCODES[:3])
    comes_back(as_ada, loan, BARCODES[:1], missing=2)
    assert "2 missing: H-2, H-3 ·" in as_ada.get(url("follow_ups", None)).text
    page = as_ada.get(url("follow_up_settle", FollowUp.objects.get())).text
    assert "<dt>Barcodes</dt><dd>H-2, H-3</dd>" in page
    assert "2 missing (H-2, H-3)" in as_ada.get(url("booking", loan)).text
    again = lend(loan.box, hill.cleo, TODAY, MONDAY, by=hill.ada)
    page = as_ada.get(url("booking_hand_out", again)).text
    assert "2 × Holes missing: H-2, H-3 (with Ben Okafor)" in page
    assert "Collab knows later which ones did not come back" in page


def test_what_is_written_off_by_its_barcode_leaves_the_catalogue(loan, as_ada):
    goes_out(as_ada, loan, BARCODES[:3])
    comes_back(as_ada, loan, BARCODES[:1], missing=2)
    as_ada.post(url("follow_up_settle", FollowUp.objects.get()), {"outcome": "written_off"})
    withdrawn = Copy.objects.filter(withdrawn_at__isnull=False).values_list("barcode", flat=True)
    assert sorted(withdrawn) == ["H-2", "H-3"]


def test_where_they_are_not_known_no_copy_leaves_the_catalogue(loan, as_ada):
    goes_out(as_ada, loan, [])
    comes_back(as_ada, loan, [], missing=2)
    as_ada.post(url("follow_up_settle", FollowUp.objects.get()), {"outcome": "written_off"})
    assert Copy.objects.filter(withdrawn_at__isnull=False).count() == 0
