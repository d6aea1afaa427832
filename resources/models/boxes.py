"""Resource boxes: what is in them, in versions, so that what went out stays on record."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from collab.models import Member
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned
from collab.search import matching
from resources.models.catalogue import Copy, Resource
from resources.models.topics import TopicRequest


class ResourceBoxQuerySet(OfSchool):
    def in_use(self):
        """Those that were not retired."""
        return self.filter(retired_at__isnull=True)

    def found_by(self, words):
        """Boxes whose name, topics or note have every one of the typed words, as prefixes."""
        query = matching(words)
        return self.none() if query is None else self.filter(search=query)


class ResourceBox(Versioned):
    """A named set of resources for a topic."""

    class Kind(models.TextChoices):
        RESOURCE_BOX = "resource_box", "Resource box"
        PROJECT_BOX = "project_box", "Project box"
        TUTOR_BOX = "tutor_box", "Tutor box"
        BOOK_BOX = "book_box", "Book box"
        INQUIRY_PACK = "inquiry_pack", "Inquiry pack"
        CLASS_SET = "class_set", "Class set"
        CLASSROOM_LIBRARY = "classroom_library", "Classroom library"
        BULK_LOAN = "bulk_loan", "Bulk loan"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="boxes")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.RESOURCE_BOX)
    name = models.CharField(max_length=200)
    topics = models.CharField(max_length=500, blank=True, help_text="In words, with commas between them.")
    place = models.CharField(max_length=100, blank=True, help_text="Where it stands on the shelf.")
    note = models.TextField(max_length=2000, blank=True)
    lead_days = models.PositiveSmallIntegerField(default=1, help_text="Days before a loan to get it ready.")
    turn_round_days = models.PositiveSmallIntegerField(default=1, help_text="Days after a loan to put it in order.")
    requests = models.ManyToManyField(
        TopicRequest, blank=True, related_name="boxes", help_text="The topic requests that it serves."
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    search = models.GeneratedField(
        expression=SearchVector("name", "topics", "note", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ResourceBoxQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "resource boxes"
        indexes = [
            models.Index(fields=["school", "name", "id"], name="box_by_name"),
            GinIndex(fields=["search"], name="box_by_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="box_has_a_name"),
            models.CheckConstraint(
                condition=Q(lead_days__lte=60, turn_round_days__lte=60), name="box_is_ready_within_two_months"
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="box_is_retired_by_somebody",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("box", kwargs={"school_slug": self.school.slug, "box_id": self.pk})


class BoxPicture(models.Model):
    """What a box looks like: a JPEG made anew from what was uploaded, without what a camera wrote into it."""

    box = models.OneToOneField(ResourceBox, on_delete=models.CASCADE, related_name="picture")
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"Picture of {self.box}"


class BoxVersion(models.Model):
    """The contents of a box from one change to the next; sealed once it went out, and what changes then is the next."""

    box = models.ForeignKey(ResourceBox, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(null=True, help_text="When it first went out.")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["box", "number"], name="version_of_a_box_has_its_number"),
            models.UniqueConstraint(
                fields=["box"], condition=Q(sealed_at__isnull=True), name="box_has_one_version_to_change"
            ),
        ]

    def __str__(self):
        return f"{self.box}, version {self.number}"


class BoxItem(Versioned):
    """One thing in a box: a title of the catalogue, one copy of it, or what only has a name."""

    contents = models.ForeignKey(BoxVersion, on_delete=models.CASCADE, related_name="items")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, related_name="box_items")
    copy = models.ForeignKey(Copy, on_delete=models.SET_NULL, null=True, related_name="box_items")
    name = models.CharField(max_length=200, blank=True, help_text="Of what is in no catalogue: a magnifying glass.")
    quantity = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(resource__isnull=False) | ~Q(name=""), name="box_item_is_something"),
            models.CheckConstraint(
                condition=Q(copy__isnull=True) | Q(resource__isnull=False, quantity=1), name="a_copy_is_one_of_a_title"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=999), name="box_item_is_counted"),
            models.UniqueConstraint(
                fields=["contents", "resource"],
                condition=Q(copy__isnull=True, resource__isnull=False),
                name="title_stands_once_in_a_box",
            ),
            models.UniqueConstraint(
                fields=["contents", "copy"], condition=Q(copy__isnull=False), name="copy_stands_once_in_a_box"
            ),
        ]

    def __str__(self):
        return self.name or str(self.resource)
