"""The named write to the school's own details."""

from collab.models import School
from collab.school_settings.records import note

CHANGEABLE = ("name", "country", "time_zone", "locale")


def change_school(*, values, by, now):
    """Writes name, country, time zone and locale. The slug stays, since every link holds it."""
    School.objects.filter(pk=by.school_id).update(**{name: values[name] for name in CHANGEABLE})
    note("changed", School.objects.get(pk=by.school_id), by=by, now=now)
