"""The named writes to the school's own details."""

from collab.school_settings.records import note
from collab.writing import write_over

CHANGEABLE = ("name", "country", "time_zone", "locale")


def change_school(*, school, version, values, by, now):
    """Writes name, country, time zone and locale to the school of `by`, which was read at `version`.

    The slug stays, since every link holds it. Raises `RowChanged`.
    """
    chosen = {name: values[name] for name in CHANGEABLE}
    note("changed", write_over(school, chosen, version=version, sentences={}, by=by, now=now), by=by, now=now)
