"""`manage.py prepare_database`: what `make run` does with the database before anything else starts."""

from pathlib import Path

from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from collab import demo
from collab.models import Member, Role, School

CAST = ["ada@hill", "ben@hill", "cleo@hill", "hugo@hill", "lena@hill", "omar@hill", "nils@vale"]


class Command(BaseCommand):
    help = "Bring the tables up to date and, in an empty installation, load the demo."

    def add_arguments(self, parser):
        parser.add_argument("--without-demo", action="store_true", help="leave an empty installation empty")
        parser.add_argument("--people", type=Path, help="a file to write the demo's people to, when the demo is there")

    def handle(self, *, without_demo, people, **_options):
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            self.stdout.write(f"Applying {waiting} migrations ...")
            call_command("migrate", interactive=False, verbosity=0)
        if not without_demo and not School.objects.exists():
            self.stdout.write("Loading the demo schools, which takes a moment ...")
            call_command("demo", stdout=self.stdout)
        if people:
            people.write_text(greeting())


def greeting():
    """Whom one may sign in as, a line for each of the cast; empty when the demo is not there."""
    emails = [f"{name}.example" for name in CAST]
    members = Member.objects.active().filter(email__in=emails, user__is_active=True).select_related("school")
    found = sorted(members, key=lambda member: emails.index(member.email))
    if not found:
        return ""
    lines = [
        f"  {member.name:<16} {' and '.join(str(Role(role).label) for role in member.roles):<28} {member.email:<20} "
        f"{member.school.name}"
        for member in found
    ]
    return "\n".join([f"People to sign in as. The demo's people began with the password {demo.PASSWORD}", *lines, ""])
