"""An import that was a mistake is taken back: what it added goes, as far as nobody has changed or used it since."""

from datetime import timedelta

import pytest

from collab.errors import AlreadyDone
from resources.catalogue_import import actions, tasks
from resources.catalogue_import.errors import ImportRefused
from resources.catalogue_import.taking_back.actions import (
    SILENT_FOR,
    WITHIN,
    forget_what_was_added,
    left_half_taken_back,
    take_back,
    take_back_next,
)
from resources.models import CatalogueImport, Copy, ImportBatch, Resource
from tests.cast import NOW
from tests.marc_files import book
from tests.test_catalogue_import import hand_in, imported, run
from tests.test_weeding import list_with

State = CatalogueImport.State
LATER = NOW + timedelta(hours=1)


def taken_back(hill, kept, *, now=NOW):
    """The import after it was taken back to its end."""
    take_back(catalogue_import=kept, by=hill.ada, now=now)
    while take_back_next(import_id=kept.pk, now=now):
        pass
    kept.refresh_from_db()
    return kept


def what_is_there():
    """The titles with the barcodes of their copies."""
    return {
        title.title: [copy.barcode for copy in title.copies.all()]
        for title in Resource.objects.prefetch_related("copies").order_by("title")
    }


def three_books():
    return b"".join(book(number, f"Book {number}", ("852", f"$pB{number}")) for number in (1, 2, 3))


def test_what_an_import_added_is_gone_with_its_copies(hill):
    imported(hill, book(9, "From before", ("852", "$pB9")))
    kept = taken_back(hill, imported(hill, three_books(), size=2))
    assert what_is_there() == {"From before": ["B9"]}
    assert (kept.state, kept.titles_taken_back, kept.copies_taken_back) == (State.TAKEN_BACK, 3, 3)
    assert (kept.taken_back_by, kept.taken_back_at, kept.batches.count()) == (hill.ada, NOW, 0)


def test_a_copy_that_it_added_to_a_title_from_before_is_gone_and_the_title_stays(hill):
    imported(hill, book(1, "Book 1", ("852", "$pB1")))
    kept = taken_back(hill, imported(hill, book(1, "Book 1", ("852", "$pB1")) + book(1, "Book 1", ("852", "$pB2"))))
    assert what_is_there() == {"Book 1": ["B1"]}
    assert (kept.titles_taken_back, kept.copies_taken_back) == (0, 1)


def on_a_list(hill, title):
    list_with(hill, title)


def with_one_more_copy(hill, title):
    Copy.objects.create(school=hill.school, resource=title, barcode="BY HAND", added_on=NOW.date())


def changed_by_hand(hill, title):
    Resource.objects.filter(pk=title.pk).update(version=2, title="Book 2")


def with_a_withdrawn_copy(hill, title):
    title.copies.update(withdrawn_at=NOW)


def brought_by_a_later_import(hill, title):
    run(hand_in(hill, book(2, "Book 2", ("852", "$pB2")), now=LATER), now=LATER)


@pytest.mark.parametrize(
    "used", [on_a_list, with_one_more_copy, changed_by_hand, with_a_withdrawn_copy, brought_by_a_later_import]
)
def test_what_somebody_has_used_since_stays_with_its_copies(hill, used):
    kept = imported(hill, three_books())
    used(hill, Resource.objects.get(title="Book 2"))
    stands = {"Book 2": what_is_there()["Book 2"]}
    kept = taken_back(hill, kept)
    assert what_is_there() == stands
    assert kept.titles_taken_back == 2


def test_a_title_and_its_copies_of_several_batches_go_together(hill):
    content = book(1, "Book 1", ("852", "$pB1")) + book(2, "Book 2") + book(1, "Book 1", ("852", "$pB3"))
    kept = imported(hill, content, size=1)
    take_back(catalogue_import=kept, by=hill.ada, now=NOW)
    assert [take_back_next(import_id=kept.pk, now=NOW) for _ in range(4)] == [True, True, True, False]
    assert what_is_there() == {}


def test_the_task_takes_an_import_back_and_a_worker_that_died_is_replaced(hill):
    kept = imported(hill, three_books(), size=1)
    take_back(catalogue_import=kept, by=hill.ada, now=NOW)
    take_back_next(import_id=kept.pk, now=NOW)
    assert (left_half_taken_back(now=NOW), left_half_taken_back(now=NOW + SILENT_FOR * 2)) == ([], [kept.pk])
    tasks.take_back_import(kept.pk)
    kept.refresh_from_db()
    assert (kept.state, kept.titles_taken_back, what_is_there()) == (State.TAKEN_BACK, 3, {})
    tasks.take_back_import(kept.pk)  # A message that comes twice does nothing.


def test_an_import_is_taken_back_once_and_neither_running_nor_late(hill):
    running = hand_in(hill, three_books())
    with pytest.raises(AlreadyDone):
        take_back(catalogue_import=running, by=hill.ada, now=NOW)
    kept = run(running)
    with pytest.raises(ImportRefused, match="An import can be taken back for 30 days"):
        take_back(catalogue_import=kept, by=hill.ada, now=NOW + WITHIN)
    taken_back(hill, kept)
    with pytest.raises(AlreadyDone):
        take_back(catalogue_import=kept, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone):
        actions.cancel(catalogue_import=kept, by=hill.ada, now=NOW)


def test_only_a_librarian_of_the_school_takes_an_import_back(hill, vale):
    kept = imported(hill, three_books())
    for other in (hill.ben, vale.nils):
        with pytest.raises(ImportRefused):
            take_back(catalogue_import=kept, by=other, now=NOW)


def test_what_was_added_is_forgotten_when_it_is_too_late_to_take_it_back(hill):
    imported(hill, three_books())
    assert (forget_what_was_added(now=NOW + WITHIN - timedelta(minutes=1)), ImportBatch.objects.count()) == (0, 1)
    assert (forget_what_was_added(now=NOW + WITHIN), ImportBatch.objects.count()) == (1, 0)


def test_a_librarian_is_asked_before_and_told_afterwards(hill, as_ada):
    kept = imported(hill, three_books())
    address = f"/hill/library/imports/{kept.pk}/"
    assert f'href="{address}take-back/"' in as_ada.get(address).text
    assert "The 3 new titles that it brought" in as_ada.get(f"{address}take-back/").text
    assert as_ada.post(f"{address}take-back/").url == address
    assert as_ada.post(f"{address}take-back/").url == address  # A second click.
    assert "0 titles are gone so far" in as_ada.get(address).text
    tasks.take_back_import(kept.pk)
    page = as_ada.get(address).text
    assert "Ada Marlow took it back" in page
    assert "3 titles and 3 copies are gone." in page
    assert as_ada.get(f"{address}take-back/").url == address
