"""The digest of new resources: an edition for each week of a school, and in it what fits each member."""

from datetime import time

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from collab.models import Member
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned
from resources.models import Resource, TopicRequest


class DigestRules(Versioned):
    """Whether and when a school's digest goes out. A school without a row has these defaults."""

    class Day(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="digest_rules")
    is_on = models.BooleanField(default=True)
    weekday = models.PositiveSmallIntegerField(
        choices=Day.choices, default=Day.THURSDAY, validators=[MaxValueValidator(4)]
    )
    goes_at = models.TimeField(default=time(15), help_text="By the school's clock.")

    objects = OfSchool.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=4), name="digest_goes_out_on_a_school_day")]

    def __str__(self):
        return f"When the digest of {self.school} goes out"


class DigestEdition(Versioned):
    """The digest of one week in one school: what the librarian puts first, and whether it waits.

    It goes out by itself on its day, once; while `held_at` stands it does not.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="digest_editions")
    monday = models.DateField(help_text="The Monday of its week.")
    introduction = models.CharField(max_length=500, blank=True)
    held_at = models.DateTimeField(null=True, editable=False)
    held_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    asked_at = models.DateTimeField(null=True, editable=False, help_text="When somebody wanted it to go out at once.")
    went_out_at = models.DateTimeField(null=True, editable=False)
    went_out_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", help_text="None: by itself."
    )

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["-monday"]
        constraints = [models.UniqueConstraint(fields=["school", "monday"], name="week_has_one_edition")]

    def __str__(self):
        return f"Digest of the week of {self.monday:%-d %B %Y}"

    def get_absolute_url(self):
        return reverse("digest_edition", kwargs={"school_slug": self.school.slug, "edition_id": self.pk})


class Highlight(models.Model):
    """A resource that the librarian puts before everybody in an edition; three at most."""

    edition = models.ForeignKey(DigestEdition, on_delete=models.CASCADE, related_name="highlights")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    line = models.CharField(max_length=200, blank=True, help_text="Why it is worth a look.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "resource"], name="resource_is_highlighted_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="highlight_has_its_place"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=3), name="highlights_are_three_at_most"),
        ]

    def __str__(self):
        return str(self.resource)


class Digest(models.Model):
    """What one member got in an edition, to be read in the app as well; that it is there keeps a second one away."""

    edition = models.ForeignKey(DigestEdition, on_delete=models.CASCADE, related_name="digests")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="digests")
    since = models.DateTimeField(help_text="Resources that were added after this moment.")
    made_at = models.DateTimeField()
    titles = models.JSONField(default=list, help_text="What fits, best first: list of [key of the resource, why].")

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["member", "-made_at"], name="digest_by_member")]
        constraints = [models.UniqueConstraint(fields=["edition", "member"], name="member_gets_an_edition_once")]

    def __str__(self):
        return f"{self.member}: {self.edition}"


class DigestWish(models.Model):
    """That somebody would like a title of a digest: in a box for them, or lent to them. It waits for the library."""

    class Kind(models.TextChoices):
        BOX = "box", "Put it in a box for me"
        LOAN = "loan", "Lend it to me"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="digest_wishes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="digest_wishes")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="digest_wishes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    topic_request = models.ForeignKey(
        TopicRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="digest_wishes"
    )
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    objects = OfSchool.as_manager()

    class Meta:
        verbose_name_plural = "digest wishes"
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["school", "created_at"], condition=Q(done_at__isnull=True), name="wish_that_waits"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "resource", "kind"], condition=Q(done_at__isnull=True), name="wish_waits_once"
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.resource}"
