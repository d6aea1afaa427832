"""`manage.py prepare_database`: what `make run` does with the database before anything else starts."""

from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from collab.models import School


class Command(BaseCommand):
    help = "Bring the tables up to date and, in an empty installation, load the demo."

    def add_arguments(self, parser):
        parser.add_argument("--without-demo", action="store_true", help="leave an empty installation empty")

    def handle(self, *, without_demo, **_options):
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            self.stdout.write(f"Applying {waiting} migrations ...")
            call_command("migrate", interactive=False, verbosity=0)
        if not without_demo and not School.objects.exists():
            self.stdout.write("Loading the demo schools ...")
            call_command("demo")
