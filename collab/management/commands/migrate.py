"""`manage.py migrate`, which also knows the migrations by the names that they had for a while."""

from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder

# Tables were made by fewer migrations for a while: what such a database has by one name, it has by all of these.
KNOWN_AS = {
    ("collab", "0002_who_changed_the_school_last"): (
        "0002_staff_import",
        "0003_classes_are_called_classes",
        "0004_who_changed_the_school_last",
    ),
    ("planning", "0002_a_partner_may_be_a_colleague"): (
        "0002_standards_are_searched_and_changed",
        "0003_answer_knows_its_page",
        "0004_rival_knows_its_page",
        "0005_plan_indexes_end_with_its_key",
        "0006_plan_history_knows_its_classes",
        "0007_history_is_counted_in_64_bits",
        "0008_a_partner_may_be_a_colleague",
    ),
}


class Command(migrate.Command):
    def handle(self, *args, **options):
        use_the_names_of_today(connections[options["database"]])
        return super().handle(*args, **options)


def use_the_names_of_today(connection):
    """Writes down, in a database that was made under the other names, the migrations that it has by those of today."""
    recorder = MigrationRecorder(connection)
    applied = recorder.applied_migrations()
    with transaction.atomic(using=connection.alias):
        for (app, before), names in KNOWN_AS.items():
            if (app, before) in applied:
                for name in names:
                    recorder.record_applied(app, name)
                recorder.record_unapplied(app, before)
