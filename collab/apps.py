"""The app of the school itself."""

from django import forms
from django.apps import AppConfig


class CollabConfig(AppConfig):
    name = "collab"
    verbose_name = "School and people"

    def ready(self):
        # Django's own “This field is required.” speaks of fields; people have questions before them.
        forms.Field.default_error_messages["required"] = "Please fill this in."
