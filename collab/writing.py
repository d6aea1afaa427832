"""Writes that several people may try at once: whoever comes second is told in a sentence, and nothing is lost."""

from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model, QuerySet

from collab.errors import Refused, RowChanged, RowGone
from collab.models import School

NO_SUCH_ROW = "23503"  # How PostgreSQL calls a row that names another one which is not there.


def write_over(row, values, *, version, sentences, by, now):
    """Writes `values` to a row that was read at `version`. Returns the row as it stands then.

    `values`: field → value, a list of rows where a field names several. Values that stand there already are not
    written again, so that a second click is no race. `sentences` are those of `refusing`, which can be raised as
    well. Raises `RowChanged` with the row as it stands, or `RowGone`, when somebody else was first.
    """
    current = _as_it_stands(row)
    if current is not None and not _stands(current, values):
        with refusing(sentences, values):
            written = _compare_and_swap(current, values, version, by, now)
        current = _as_it_stands(row)
        if current is not None and not written:
            raise RowChanged(current)
    if current is None:
        raise RowGone
    return current


def stamp(*, by, now):
    """What every change of a `Versioned` row writes besides its values."""
    return {"version": F("version") + 1, "changed_at": now, "changed_by": by}


def one_at_a_time(school_id):
    """Makes writes to the same things of a school wait for each other until the end of the transaction.

    So a check is still true when it is acted upon, and of two writes that would each wait for the other in the
    database the second waits from the beginning. What only points to the school is not kept waiting.
    """
    School.objects.select_for_update(no_key=True).only("pk").get(pk=school_id)


@contextmanager
def refusing(sentences, values=None):
    """A transaction in which a broken database constraint becomes a `Refused` at a field.

    `sentences`: name of the constraint → (field, sentence). `values`: field → what is being written; of the rows among
    it one may have been removed a moment ago, which is said by its name. The database is asked at the end of the block
    and not, as it would be by default, at the end of the whole request: nobody could answer there any more.
    """
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    except IntegrityError as error:
        raise (_refusal(error, sentences, values or {}) or error) from error


def _refusal(error, sentences, values):
    found = error.__cause__
    if found.diag.constraint_name in sentences:
        field, sentence = sentences[found.diag.constraint_name]
        return Refused(sentence, field)
    if found.sqlstate == NO_SUCH_ROW:
        for field, row in _rows_among(values):
            if not type(row)._base_manager.filter(pk=row.pk).exists():
                return Refused(f"Somebody removed “{row}” in the meantime. Choose again.", field)
    return None


def _rows_among(values):
    for field, value in values.items():
        for row in value if isinstance(value, list | tuple | QuerySet) else [value]:
            if isinstance(row, Model):
                yield field, row


def _as_it_stands(row):
    return type(row)._base_manager.select_related("changed_by").filter(pk=row.pk).first()


def _stands(current, values):
    return all(held_by(current, field) == _comparable(current, field, value) for field, value in values.items())


def held_by(row, field):
    """What a row holds in a field; a set of rows where the field names several."""
    held = getattr(row, field)
    return set(held.all()) if names_several(row, field) else held


def names_several(row, field):
    """Whether a field of the row names several rows."""
    return row._meta.get_field(field).many_to_many


def _comparable(row, field, value):
    return set(value) if names_several(row, field) else value


def _compare_and_swap(row, values, version, by, now):
    """Whether the row was still at this version, and now holds the values."""
    plain = {field: value for field, value in values.items() if not names_several(row, field)}
    written = type(row)._base_manager.filter(pk=row.pk, version=version).update(**plain, **stamp(by=by, now=now))
    if written:
        for field in values.keys() - plain.keys():
            getattr(row, field).set(values[field])
    return bool(written)
