"""An uploaded catalogue: kept while it is read in the background, with what came of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from collab.models import Member
from collab.models.school import OfSchool, School


class CatalogueImport(models.Model):
    """One file on its way into the catalogue. The row is the queue: a worker takes it by moving `state`, holds it by
    `alive_at`, and writes after each batch how far it has come, so that another one can go on from there."""

    class Format(models.TextChoices):
        MARC = "marc", "MARC 21"
        MARCXML = "marcxml", "MARCXML"
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    class State(models.TextChoices):
        MAPPING = "mapping", "Waiting for its columns"
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"
        TAKING_BACK = "taking_back", "Being taken back"
        TAKEN_BACK = "taken_back", "Taken back"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="catalogue_imports")
    filename = models.CharField(max_length=200)
    format = models.CharField(max_length=20, choices=Format.choices)
    read_as = models.CharField(max_length=300, blank=True, help_text="Encoding, separator, sheet: in words.")
    columns = models.JSONField(default=list, help_text="Of a table: the names of its columns, in order.")
    mapping = models.JSONField(default=dict, help_text="Of a table: field → position of its column.")
    size = models.BigIntegerField(help_text="Of the file, in bytes.")
    state = models.CharField(max_length=20, choices=State.choices)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    alive_at = models.DateTimeField(null=True, help_text="When the worker last said that it is at it.")
    finished_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often a worker took it.")
    position = models.BigIntegerField(default=0, help_text="Bytes (of a table: rows) that are read and written.")
    records = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=500, blank=True, help_text="Why it failed, as a sentence.")
    taken_back_at = models.DateTimeField(null=True, help_text="When somebody asked for that.")
    taken_back_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_to = models.PositiveIntegerField(default=0, help_text="The last record of what is taken back so far.")
    titles_taken_back = models.PositiveIntegerField(default=0)
    copies_taken_back = models.PositiveIntegerField(default=0)

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["school", "-created_at"], name="import_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(state="running"), name="one_import_runs_in_a_school_at_a_time"
            ),
        ]

    def __str__(self):
        return self.filename


class ImportPart(models.Model):
    """A piece of an uploaded file, in order; deleted with the others once the import has ended.

    Kept in the database, since web server and worker may share no disk.
    """

    of = models.ForeignKey(CatalogueImport, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="part_of_an_import_has_its_number")]

    def __str__(self):
        return f"{self.of_id}/{self.number}"


class ImportRemark(models.Model):
    """What is to be said of one record of an import: that it was skipped, or taken with something odd in it."""

    of = models.ForeignKey(CatalogueImport, on_delete=models.CASCADE, related_name="remarks")
    record = models.PositiveIntegerField(help_text="Its number in the file, from 1.")
    is_skipped = models.BooleanField()
    title = models.CharField(max_length=200, blank=True, help_text="As far as it could be read.")
    sentence = models.CharField(max_length=500)

    class Meta:
        ordering = ["record", "pk"]
        indexes = [models.Index(fields=["of", "record"], name="remark_by_record")]

    def __str__(self):
        return self.sentence


class ImportBatch(models.Model):
    """What came of some records of an import, in keys: so that no second record of its file changes a title once more,
    and so that what the import added can be taken back.

    Lists in one row, since a row for each title would cost an import a twelfth of its time.
    """

    of = models.ForeignKey(CatalogueImport, on_delete=models.CASCADE, related_name="batches", db_index=False)
    last = models.PositiveIntegerField(help_text="The number of its last record in the file.")
    titles = ArrayField(models.BigIntegerField(), help_text="Those that it came upon.")
    records = ArrayField(models.PositiveIntegerField(), help_text="For each of the titles its first record.")
    added = ArrayField(models.BigIntegerField(), help_text="Titles that are new.")
    copies = ArrayField(models.BigIntegerField(), help_text="Copies that are new.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "last"], name="records_of_an_import_are_written_once")]

    def __str__(self):
        return f"{self.of_id}/{self.last}"


class ColumnMapping(models.Model):
    """How a school mapped the columns of a table the last time that one with these columns came."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    columns = models.CharField(max_length=64, help_text="A digest of the names of the columns, in order.")
    mapping = models.JSONField(help_text="Field → position of its column.")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "columns"], name="columns_are_mapped_once")]

    def __str__(self):
        return self.columns
