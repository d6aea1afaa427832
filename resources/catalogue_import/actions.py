"""Named writes of people: hand in a file, say what its columns are, cancel an import."""

from datetime import timedelta

from django.db import transaction

from collab.errors import AlreadyDone
from resources.catalogue_import import parts
from resources.catalogue_import.errors import ImportRefused
from resources.catalogue_import.permissions import may_import
from resources.catalogue_import.tables.columns import digest_of
from resources.models import CatalogueImport, ColumnMapping, ImportPart

State = CatalogueImport.State
NOT_ENDED = (State.MAPPING, State.WAITING, State.RUNNING)
ENDED = (State.DONE, State.CANCELLED, State.FAILED)
MAPPED_WITHIN = timedelta(days=7)


@transaction.atomic
def keep_file(*, school, file, kind, filename, size, by, now):
    """Keeps an uploaded file piece by piece. Returns its CatalogueImport: a table waits for its columns then, MARC for
    a worker. `file`: binary, at its start. `kind`: the KindOfFile that was found in it."""
    _check(by, school.pk)
    mapping = _remembered(school.pk, kind.columns)
    kept = CatalogueImport.objects.create(
        school=school,
        filename=filename[-200:],
        format=kind.format,
        read_as=kind.read_as[:300],
        columns=kind.columns,
        mapping=mapping or kind.mapping,
        size=size,
        state=State.MAPPING if kind.is_table else State.WAITING,
        created_at=now,
        created_by=by,
    )
    parts.keep(kept, file)
    return kept


@transaction.atomic
def begin(*, catalogue_import, mapping, by, now):
    """Settles which column holds what, remembers it, and puts the import in line. Raises `AlreadyDone`."""
    _check(by, catalogue_import.school_id)
    mine = CatalogueImport.objects.filter(pk=catalogue_import.pk, state=State.MAPPING)
    if not mine.update(state=State.WAITING, mapping=mapping):
        raise AlreadyDone("This import has been started already.")
    ColumnMapping.objects.update_or_create(
        school_id=catalogue_import.school_id,
        columns=digest_of(catalogue_import.columns),
        defaults={"mapping": mapping, "changed_at": now},
    )


@transaction.atomic
def cancel(*, catalogue_import, by, now):
    """Ends an import after the batch that is being written; what was imported stays. Raises `AlreadyDone`."""
    _check(by, catalogue_import.school_id)
    mine = CatalogueImport.objects.filter(pk=catalogue_import.pk, state__in=NOT_ENDED)
    if not mine.update(state=State.CANCELLED, cancelled_by=by, finished_at=now):
        raise AlreadyDone("This import has ended already.")
    let_go(catalogue_import.pk)


def let_go(import_id):
    """Deletes what an import needs only while it runs: the file."""
    ImportPart.objects.filter(of=import_id).delete()


def forget_unmapped(*, now):
    """Deletes uploaded tables that nobody said the columns of for a week. Returns how many."""
    old = CatalogueImport.objects.filter(state=State.MAPPING, created_at__lt=now - MAPPED_WITHIN)
    keys = list(old.values_list("pk", flat=True))
    ImportPart.objects.filter(of__in=keys).delete()
    CatalogueImport.objects.filter(pk__in=keys, state=State.MAPPING).delete()
    return len(keys)


def _remembered(school_id, columns):
    if not columns:
        return None
    return (
        ColumnMapping.objects.filter(school_id=school_id, columns=digest_of(columns))
        .values_list("mapping", flat=True)
        .first()
    )


def _check(by, school_id):
    if by.school_id != school_id or not may_import(by):
        raise ImportRefused("Librarians of the school import into its catalogue.")
