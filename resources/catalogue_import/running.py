"""What a worker does with an import: takes it, writes batch after batch, and ends it.

The row is the queue. Each batch is written together with how far it has come, by whoever holds the row: a worker that
was thought dead and wakes up finds that somebody else did its batch, and stops. So Redis may lose every message, and a
worker may die at any moment, and no record is lost or written twice.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from resources.catalogue.dictionaries import dictionary_of
from resources.catalogue_import.actions import State, let_go
from resources.catalogue_import.batches import Ahead, batches
from resources.catalogue_import.reading.found import Broken
from resources.catalogue_import.writing.batch import write_batch
from resources.models import CatalogueImport

MOST_ATTEMPTS = 3
DEAD_AFTER = timedelta(minutes=3)
LOST_AFTER = timedelta(minutes=1)
COUNTS = ("records", "added", "changed", "unchanged", "skipped", "flagged")


@dataclass
class Job:
    """An import in the hands of a worker: what it needs of the row, and how far it has come."""

    row: CatalogueImport
    attempt: int
    records: int
    words: set = field(default_factory=set)

    @cached_property
    def come_upon(self):
        """The titles of its records so far: {key: number of the first record that is about it}."""
        batches = self.row.batches.values_list("titles", "records")
        return {title: record for titles, records in batches for title, record in zip(titles, records, strict=True)}

    def __post_init__(self):
        self.pk, self.school_id, self.by_id = self.row.pk, self.row.school_id, self.row.created_by_id
        self.school, self.dictionary = self.row.school, dictionary_of(self.row.school)

    @property
    def mine(self):
        """The row, while it is this worker's: nobody else has taken it up since, or has moved it on."""
        return CatalogueImport.objects.filter(
            pk=self.pk, state=State.RUNNING, attempts=self.attempt, records=self.records
        )


def take(*, import_id, now):
    """Takes a waiting import. Returns the Job, or None when another one of the school runs or somebody was first."""
    waiting = CatalogueImport.objects.filter(pk=import_id, state=State.WAITING)
    try:
        with transaction.atomic():
            taken = waiting.update(
                state=State.RUNNING, started_at=Coalesce("started_at", now), alive_at=now, attempts=F("attempts") + 1
            )
    except IntegrityError:  # One runs already; whoever ends it starts the next.
        return None
    return _job(import_id) if taken else None


def take_up(*, import_id, attempt):
    """The Job of a running import that was left at an attempt, or None when it is not that any more."""
    job = _job(import_id)
    return job if job and job.attempt == attempt else None


def _job(import_id):
    row = CatalogueImport.objects.select_related("school").filter(pk=import_id, state=State.RUNNING).first()
    return row and Job(row, row.attempts, row.records)


def work(job, *, clock, seconds, batch_size=1000):
    """Works on a Job for some seconds. Returns True when there is more to do."""
    ends_at = clock() + timedelta(seconds=seconds)
    coming = Ahead(batches(job.row, skipped=job.records, size=batch_size))
    try:
        for batch in coming:
            now = clock()
            if not _write(job, batch, now=now, meanwhile=coming.read):
                return False
            if now >= ends_at:
                return True
    except Broken as broken:
        fail(job, f"{broken} {job.records:,} records before that were read.", now=clock())
        return False
    if not job.records:
        fail(job, "There are no records in this file.", now=clock())
    elif job.mine.update(state=State.DONE, finished_at=clock()):
        let_go(job.pk)
    return False


@transaction.atomic
def _write(job, batch, *, now, meanwhile):
    """Writes a batch and how far it has come, in one transaction; calls `meanwhile` while the database is at work.

    False when the import is not this worker's.
    """
    if not job.mine.select_for_update().values_list("pk"):
        return False
    numbered = list(enumerate(batch, start=job.records + 1))
    counts = write_batch(numbered, job=job, now=now, meanwhile=meanwhile)
    progress = {name: F(name) + counts[name] for name in COUNTS}
    job.mine.update(position=batch[-1].ends_at, alive_at=now, attempts=1, **progress)
    job.records, job.row.position = job.records + len(batch), batch[-1].ends_at
    job.attempt = 1  # Attempts are counted at one place of the file: an import that moves on may need many workers.
    return True


@transaction.atomic
def fail(job, sentence, *, now):
    """Ends an import that cannot go on; what was imported stays."""
    if job.mine.update(state=State.FAILED, failure=sentence[:500], finished_at=now):
        let_go(job.pk)


def next_in_line(school_id):
    """The key of the import that a school's next worker is to take, or None."""
    waiting = CatalogueImport.objects.filter(school_id=school_id, state=State.WAITING)
    return waiting.order_by("created_at").values_list("pk", flat=True).first()


def left_behind(*, now):
    """What nobody works on, though somebody should: list of (import key, attempt to take it up at, or None).

    Imports whose worker has been silent for minutes are handed to the next one; those of which three workers died at
    the same place fail.
    """
    silent = CatalogueImport.objects.filter(state=State.RUNNING, alive_at__lt=now - DEAD_AFTER).select_related("school")
    found = []
    for row in silent:
        job = Job(row, row.attempts, row.records)
        if row.attempts >= MOST_ATTEMPTS:
            fail(job, f"It stopped three times after record {row.records:,}. Look at the record after it.", now=now)
        elif job.mine.filter(alive_at=row.alive_at).update(attempts=F("attempts") + 1, alive_at=now):
            found.append((row.pk, row.attempts + 1))
    waiting = CatalogueImport.objects.filter(state=State.WAITING, created_at__lt=now - LOST_AFTER)
    return found + [(key, None) for key in waiting.order_by("created_at").values_list("pk", flat=True)]
