"""The demo's import: what came from a book fair last term, with one record that could not be taken."""

from datetime import timedelta
from pathlib import Path

from collab.demo import at
from resources.catalogue_import import actions, running
from resources.catalogue_import.kinds import kind_of

FILE = Path(__file__).parent / "records" / "book-fair.csv"
DAYS_AGO = 37


def build(*, school, people, today):
    """One import at Hill School, handed in and read as the product does it."""
    if school.slug != "hill":
        return
    now = at(today - timedelta(days=DAYS_AGO), 15, 20, school=school)
    size = FILE.stat().st_size
    with FILE.open("rb") as file:
        kind = kind_of(file, size)
        kept = actions.keep_file(
            school=school, file=file, kind=kind, filename="Book fair.csv", size=size, by=people["ada"], now=now
        )
    actions.begin(catalogue_import=kept, mapping=kind.mapping, by=people["ada"], now=now)
    job = running.take(import_id=kept.pk, now=now)
    running.work(job, clock=lambda: now + timedelta(seconds=4), seconds=60)
