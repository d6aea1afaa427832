"""An uploaded staff list: kept between the look at it and the import, and forgotten after a day."""

from django.db import models
from django.db.models import Q

from collab.models.people import Member
from collab.models.school import OfSchool, School


class StaffImport(models.Model):
    """The rows of one upload as they were read; what they would change is worked out afresh at every look.

    `rows` is a list of [line number, {field: text}, complaint or ""].
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="staff_imports")
    created_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_index=True)
    filename = models.CharField(max_length=200, help_text="Empty when the rows were pasted.", blank=True)
    read_as = models.CharField(max_length=300, help_text="How it was read: format, encoding, delimiter, sheet.")
    columns = models.JSONField(default=dict, help_text="Recognised columns: name in the file → field.")
    ignored = models.JSONField(default=list, help_text="Names of the columns that nobody asked for.")
    rows = models.JSONField(default=list)
    imported_at = models.DateTimeField(null=True)
    imported_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.JSONField(default=dict, help_text="How many rows were new, changed, unchanged, refused.")

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(imported_at__isnull=False) | Q(imported_by__isnull=True, outcome={}),
                name="staff_import_has_an_outcome_only_once_imported",
            ),
        ]

    def __str__(self):
        return self.filename or "Pasted rows"
