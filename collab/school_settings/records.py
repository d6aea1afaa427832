"""Adding, changing and removing one row of a school's settings, and the line in the log that says who did it."""

import logging

from django.db import transaction
from django.db.models import ProtectedError

from collab.errors import AlreadyDone, RowGone
from collab.school_settings.errors import StillInUse
from collab.writing import refusing, write_over

log = logging.getLogger("collab.school_settings")


def add(model, values, *, sentences, by, now):
    """A new row of the school of `by`. Returns it. Raises `Refused` for the constraints in `sentences`."""
    with refusing(sentences, values):
        row = model.objects.create(school_id=by.school_id, **values)
    note("added", row, by=by, now=now)
    return row


def change(row, values, *, version, sentences, by, now):
    """Writes `values` to a row that was read at `version`. Raises what `write_over` does."""
    if row.school_id != by.school_id:
        raise RowGone
    note("changed", write_over(row, values, version=version, sentences=sentences, by=by, now=now), by=by, now=now)


@transaction.atomic
def remove(row, *, by, now):
    """Removes a row that nothing uses. Raises `StillInUse` with a sentence that names the uses, and `AlreadyDone`.

    Once the row is locked nobody can come to name it: they wait, and then hear from `refusing` that it is gone.
    """
    locked = type(row).objects.select_for_update().filter(pk=row.pk, school_id=by.school_id).first()
    if locked is None:
        raise AlreadyDone("Somebody removed this in the meantime.")
    if uses := uses_of(locked):
        them = "that" if one(uses) else "those"
        raise StillInUse(f"“{locked}” is used by {spoken(uses)}. Change {them} first, then remove it.")
    try:
        locked.delete()
    except ProtectedError as error:
        raise StillInUse(f"“{locked}” is still used.") from error
    note("removed", row, by=by, now=now)


def uses_of(row):
    """What rests on a row, of whatever app: list of (count, word for one, word for many). The row should be locked."""
    found = []
    for relation in row._meta.related_objects:
        count = relation.related_model._base_manager.filter(**{relation.field.name: row}).count()
        if count:
            words = relation.related_model._meta
            found.append((count, str(words.verbose_name), str(words.verbose_name_plural)))
    return found


def spoken(uses):
    """“3 classes and 1 unit plan”"""
    words = [f"{count} {single if count == 1 else many}" for count, single, many in uses]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def one(uses):
    """Whether there is exactly one use."""
    return sum(count for count, *_ in uses) == 1


def note(did, row, *, by, now):
    """One line in the log: settings have no history of their own."""
    log.info(
        "%s: %s (member %s) %s %s “%s” at %s", by.school.slug, by.name, by.pk, did, row._meta.verbose_name, row, now
    )
