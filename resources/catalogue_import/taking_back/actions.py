"""Named writes that take an import back: what it added goes, as far as nobody has changed or used it since.

As with the import itself the row is the queue: each batch is taken back together with how far that has come, so a
worker may die at any moment. Two batches are never taken back at once, and none twice.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from collab.errors import AlreadyDone
from resources.catalogue_import.actions import ENDED, State
from resources.catalogue_import.errors import ImportRefused
from resources.catalogue_import.permissions import may_import
from resources.catalogue_import.taking_back.unused import going
from resources.models import CatalogueImport, Copy, ImportBatch, Resource

WITHIN = timedelta(days=30)
SILENT_FOR = timedelta(minutes=3)


@transaction.atomic
def take_back(*, catalogue_import, by, now):
    """Puts a whole import in line to be taken back. Raises `AlreadyDone`, and `ImportRefused` where it is too late."""
    if by.school_id != catalogue_import.school_id or not may_import(by):
        raise ImportRefused("Librarians of the school take an import back.")
    kept = CatalogueImport.objects.select_for_update().get(pk=catalogue_import.pk)
    if kept.state not in ENDED:
        raise AlreadyDone("This import is being taken back already, or has not ended yet.")
    if not in_time(kept, now=now):
        raise ImportRefused(f"An import can be taken back for {WITHIN.days} days. This one is older.")
    kept.state, kept.taken_back_by, kept.taken_back_at, kept.alive_at = State.TAKING_BACK, by, now, now
    kept.save(update_fields=["state", "taken_back_by", "taken_back_at", "alive_at"])


def in_time(catalogue_import, *, now):
    """Whether an import has ended, and what it added is still known."""
    return catalogue_import.state in ENDED and catalogue_import.finished_at > now - WITHIN


@transaction.atomic
def take_back_next(*, import_id, now):
    """Takes the next batch of an import back. Returns whether there is more to do."""
    taken = CatalogueImport.objects.select_for_update().filter(pk=import_id, state=State.TAKING_BACK).first()
    if taken is None:
        return False
    batch = taken.batches.filter(last__gt=taken.taken_back_to).order_by("last").first()
    if batch is None:
        taken.batches.all().delete()
        CatalogueImport.objects.filter(pk=import_id).update(state=State.TAKEN_BACK)
        return False
    titles, copies = going(taken, batch)
    Copy.objects.filter(pk__in=copies).delete()
    Resource.objects.filter(pk__in=titles).delete()
    CatalogueImport.objects.filter(pk=import_id).update(
        taken_back_to=batch.last,
        alive_at=now,
        titles_taken_back=F("titles_taken_back") + len(titles),
        copies_taken_back=F("copies_taken_back") + len(copies),
    )
    return True


def left_half_taken_back(*, now):
    """The keys of imports that should be taken back, and of which no worker has said anything for minutes."""
    silent = CatalogueImport.objects.filter(state=State.TAKING_BACK, alive_at__lt=now - SILENT_FOR)
    return list(silent.values_list("pk", flat=True))


def forget_what_was_added(*, now):
    """Forgets what imports added that can no longer be taken back. Returns how many rows that were."""
    return ImportBatch.objects.filter(of__state__in=ENDED, of__finished_at__lte=now - WITHIN).delete()[0]
