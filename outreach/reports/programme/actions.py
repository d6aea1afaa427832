"""The named write to the path of a school's programme: it is placed in a year, placed anew, or not any more."""

from django.db import transaction

from collab.errors import Refused, RowChanged
from collab.writing import held_by, refusing, write_over
from outreach.models import ProgrammePlacing

ONCE = {"programme_is_placed_once_a_year": ("level", "Somebody placed it a moment ago.")}


def place_programme(*, placing, values, version, by, now):
    """Places the programme in the year of `placing` (saved or not); `values` of None take it away.

    `values`: edition, level, note. `version` is that at which it was read, 0 where none was there. Raises `RowChanged`
    where somebody else was first, and `RowGone` where they took it away.
    """
    if version == 0:
        _place_first(placing, values, by, now)
    elif values is None:
        _take_away(placing, version)
    else:
        write_over(placing, values, version=version, sentences=ONCE, by=by, now=now)


@transaction.atomic
def _place_first(placing, values, by, now):
    current = _standing(placing)
    if current is None and values is not None:
        written = {"created_at": now, "created_by": by, "changed_at": now, "changed_by": by}
        try:
            with refusing(ONCE):
                ProgrammePlacing.objects.create(school_id=by.school_id, year=placing.year, **written, **values)
        except Refused:
            current = _standing(placing)
            if current is None:
                raise
    if current is not None and not _says(current, values):
        raise RowChanged(current)


def _take_away(placing, version):
    deleted, _ = ProgrammePlacing.objects.filter(pk=placing.pk, version=version).delete()
    current = _standing(placing)
    if not deleted and current is not None:
        raise RowChanged(current)


def _says(current, values):
    return values is not None and all(held_by(current, field) == value for field, value in values.items())


def _standing(placing):
    of_year = ProgrammePlacing.objects.filter(school=placing.school_id, year=placing.year)
    return of_year.select_related("changed_by").first()
