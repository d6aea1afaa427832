"""The app of the school itself."""

from django.apps import AppConfig


class CollabConfig(AppConfig):
    name = "collab"
    verbose_name = "School and people"
