"""A database that was made while the migrations had other names is taken over as it is."""

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from collab.management.commands.migrate import KNOWN_AS, use_the_names_of_today


def test_what_is_applied_under_a_name_of_before_counts_under_those_of_today(db):
    recorder = MigrationRecorder(connection)
    today = set(recorder.applied_migrations())
    for (app, before), names in KNOWN_AS.items():
        recorder.record_applied(app, before)
        for name in names:
            recorder.record_unapplied(app, name)
    use_the_names_of_today(connection)
    assert set(recorder.applied_migrations()) == today
    use_the_names_of_today(connection)
    assert set(recorder.applied_migrations()) == today
