"""What a row has that several people may change: a count of its changes, and who made the last one."""

from django.db import models


class Versioned(models.Model):
    """A form names the version that it read; whoever saves second is told, and shown what the first one saved."""

    version = models.PositiveIntegerField(default=1, editable=False, help_text="Counts changes, against lost ones.")
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(
        "collab.Member", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True
