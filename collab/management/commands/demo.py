"""`manage.py demo`: a school year to look at, built through the product's own actions, the same every time."""

from datetime import date
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from collab import demo


class Command(BaseCommand):
    help = "Load the demo: Hill School with two years of plans, and Vale School. Twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=date.fromisoformat, help="the day the demo is built around (YYYY-MM-DD)")

    def handle(self, *, today, **options):
        if demo.is_there():
            self.stdout.write("The demo is there already; nothing was changed.")
            return
        today = today or timezone.localdate()
        with transaction.atomic():
            for module in self.modules():
                module.build(today=today)
        self.stdout.write(f"The demo is ready, built around {today:%-d %B %Y}.")

    @staticmethod
    def modules():
        """The `demo.py` of each of our apps, the lowest room first."""
        names = [f"{config.name}.demo" for config in reversed(list(apps.get_app_configs()))]
        return [import_module(name) for name in names if find_spec(name)]
