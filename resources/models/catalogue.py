"""The catalogue: one record for each title, and the copies of it that stand in the library."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Upper
from django.urls import reverse

from collab.models import Member
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned

# The full-text dictionaries that PostgreSQL 15 brings along.
DICTIONARIES = (
    *("arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "finnish", "french", "german", "greek"),
    *("hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian", "portuguese"),
    *("romanian", "russian", "serbian", "simple", "spanish", "swedish", "tamil", "turkish", "yiddish"),
)


class Words(Func):
    """The weighted words of a record: title A, subtitle and creators B, subjects C, summary D.

    The function comes with the migrations. It is declared immutable, which `array_to_string` is for texts.
    """

    function = "catalogue_words"
    output_field = SearchVectorField()


class Foremost(Func):
    """Of the words of a record those that count most: of its title, subtitle and creators."""

    template = """ts_filter(%(expressions)s, '{a,b}')"""
    output_field = SearchVectorField()


class ResourceQuerySet(OfSchool):
    def on_the_shelf(self):
        """Those that were not weeded."""
        return self.filter(withdrawn_at__isnull=True)


class Resource(Versioned):
    """One catalogue record."""

    class Kind(models.TextChoices):
        BOOK = "book", "Book"
        EBOOK = "ebook", "E-book"
        VIDEO = "video", "Video"
        WEBSITE = "website", "Website"
        DATABASE = "database", "Database"
        EQUIPMENT = "equipment", "Equipment"
        KIT = "kit", "Kit"

    # No index of their own: those below begin with the school, and nobody asks what a member made.
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="resources", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.BOOK)
    title = models.CharField(max_length=500)
    subtitle = models.CharField(max_length=500, blank=True)
    creators = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    isbns = ArrayField(
        models.CharField(max_length=13), default=list, blank=True, help_text="ISBN-13, digits alone, each valid."
    )
    odd_isbns = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text="Given as an ISBN and none, as it came.",
    )
    publisher = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of publication.")
    summary = models.TextField(max_length=20_000, blank=True)
    subjects = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    reads_from = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Reading age in years.")
    reads_to = models.PositiveSmallIntegerField(null=True, blank=True)
    call_number = models.CharField(max_length=100, blank=True)
    location = models.CharField(max_length=100, blank=True, help_text="For example Non-fiction, Picture books.")
    link = models.URLField(max_length=2000, blank=True)
    added_on = models.DateField()
    control_number = models.CharField(
        max_length=100, blank=True, editable=False, help_text="As imported: MARC 001, with 003 before it in brackets."
    )
    imported_as = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Names an imported record without number and ISBN.",
    )
    dictionary = models.CharField(max_length=20, default="simple", editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    search = models.GeneratedField(
        expression=Words("dictionary", "title", "subtitle", "creators", "subjects", "summary"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [
            models.Index(fields=["school", "-added_on", "-id"], name="resource_by_newness"),
            models.Index(fields=["school", "title", "id"], name="resource_by_title"),
            models.Index(fields=["school", "kind", "-added_on", "-id"], name="resource_by_kind"),
            models.Index(fields=["school", "location", "-added_on", "-id"], name="resource_by_location"),
            models.Index("school", OpClass(Upper("call_number"), "text_pattern_ops"), name="resource_by_call_number"),
            GinIndex(fields=["search"], name="resource_by_words"),
            GinIndex(Foremost("search"), name="resource_by_foremost_words"),
            # Filed at once: an import asks for a thousand ISBNs, and each would be compared with what is not filed yet.
            GinIndex(fields=["isbns"], name="resource_by_isbn", fastupdate=False),
            GinIndex(fields=["subjects"], name="resource_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="resource_has_a_title"),
            models.CheckConstraint(condition=Q(dictionary__in=DICTIONARIES), name="resource_dictionary_is_known"),
            models.CheckConstraint(
                condition=Q(reads_from__isnull=True) | Q(reads_to__isnull=True) | Q(reads_from__lte=F("reads_to")),
                name="resource_has_its_reading_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="resource_is_withdrawn_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["school", "control_number"],
                condition=~Q(control_number=""),
                name="control_number_is_unique_in_its_school",
            ),
            models.UniqueConstraint(
                fields=["school", "imported_as"],
                condition=~Q(imported_as=""),
                name="resource_is_imported_once_in_its_school",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("resource", kwargs={"school_slug": self.school.slug, "resource_id": self.pk})


class Copy(models.Model):
    """One copy of a title, with the barcode that is stuck on it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="copies")
    barcode = models.CharField(max_length=60)
    added_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["barcode"]
        verbose_name_plural = "copies"
        constraints = [
            models.CheckConstraint(condition=~Q(barcode=""), name="copy_has_a_barcode"),
            models.UniqueConstraint(fields=["school", "barcode"], name="barcode_is_unique_in_its_school"),
        ]

    def __str__(self):
        return self.barcode


class CatalogueWord(models.Model):
    """A word that stands in titles, names and subjects of a school's catalogue, for those who type another one.

    `near` has the word and each of its spellings with one letter left out: two words that share one of these are at
    most two slips apart.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=60, help_text="In small letters, with its accents.")
    near = ArrayField(models.CharField(max_length=60), help_text="Without accents.")

    class Meta:
        indexes = [GinIndex(fields=["near"], name="word_by_neighbours")]
        constraints = [models.UniqueConstraint(fields=["school", "word"], name="word_stands_once_in_its_catalogue")]

    def __str__(self):
        return self.word
