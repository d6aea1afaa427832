"""What reports keep: drafts, the snapshots that were published, their addresses, and the school's own placing."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collab.models import Department, Member
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned
from outreach.models.calls import new_nonce
from planning.models import UnitPlan


class ProgrammePlacing(Versioned):
    """Where a school places its library programme on Loertscher's taxonomy in a year, and why. It is nobody's rating
    but its own; the editions have different numbers of levels."""

    class Edition(models.TextChoices):
        OF_2000 = "2000", "2000 edition, 10 levels"
        OF_1988 = "1988", "1988 edition, 11 levels"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="placings")
    year = models.CharField(max_length=9, help_text="The school year: 2026, or 2026/27.")
    edition = models.CharField(max_length=4, choices=Edition.choices, default=Edition.OF_2000)
    level = models.PositiveSmallIntegerField()
    note = models.TextField(max_length=2000, blank=True, help_text="What it rests on, and what comes next.")
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="programme_is_placed_once_a_year"),
            models.CheckConstraint(
                condition=Q(edition="2000", level__gte=1, level__lte=10)
                | Q(edition="1988", level__gte=1, level__lte=11),
                name="placing_is_a_level_of_its_edition",
            ),
        ]

    def __str__(self):
        return f"Level {self.level}, {self.year}"


class Report(Versioned):
    """A report on a period: a draft that a librarian works on, and the versions of it that were published.

    `sections`: the keys of the figures in it, in order. `key` says which draft makes itself (“quarter-2026-3”), so
    that it does so once; empty for those begun by hand. A draft that was removed stays, so that its words can come
    back, and so that it does not draft itself again.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="reports")
    key = models.CharField(max_length=60, blank=True, editable=False)
    title = models.CharField(max_length=200)
    period_kind = models.CharField(max_length=10, editable=False)
    period_name = models.CharField(max_length=100, blank=True, editable=False)
    starts_on = models.DateField(editable=False)
    ends_on = models.DateField(editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="None: the school."
    )
    department_name = models.CharField(
        max_length=100, blank=True, editable=False, help_text="Stays where the department is removed."
    )
    introduction = models.TextField(max_length=10_000, blank=True)
    sections = ArrayField(models.CharField(max_length=60), default=list)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, related_name="+", editable=False, help_text="None: by itself."
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["school", "-starts_on", "-id"], name="report_by_start")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="report_has_a_title"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="report_starts_before_it_ends"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="report_is_removed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["school", "key"], condition=~Q(key=""), name="report_drafts_itself_once_for_a_period"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("report", kwargs={"school_slug": self.school.slug, "report_id": self.pk})

    @property
    def has_lost_its_department(self):
        """Whether it is about a department that was removed; without it, it would tell of the whole school."""
        return bool(self.department_name) and self.department_id is None


class ReportStory(models.Model):
    """A unit told in a report, in the librarian's words; as long as it is told, its plan cannot be removed."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="stories")
    plan = models.ForeignKey(UnitPlan, on_delete=models.RESTRICT, related_name="+")
    words = models.TextField(max_length=3000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name, verbose_name_plural = "story in a report", "stories in reports"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "plan"], name="plan_is_told_once_in_a_report")]

    def __str__(self):
        return str(self.plan)


class ReportVersion(models.Model):
    """What was published: all that the pages and files of it are made of. Nothing ever changes in it.

    One that was a mistake is withdrawn, for good: who reads reports is told so in its place. It stays for librarians.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    contents = models.JSONField()
    pdf = models.BinaryField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    withdrawn_because = models.TextField(
        max_length=500, blank=True, help_text="Leaders read it, people outside do not."
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="version_of_a_report_has_its_number"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="version_is_withdrawn_by_somebody_who_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.report}, version {self.number}"

    @property
    def said_on(self):
        """The day on which it was published, as the school wrote it then."""
        return date.fromisoformat(self.contents["on"])

    @property
    def withdrawn_on(self):
        """The day in the school on which it was withdrawn, or None."""
        return self.withdrawn_at and self.report.school.day_of(self.withdrawn_at)

    @property
    def said_by(self):
        """Whoever published it, as they were called then."""
        return self.contents.get("by", "")


class ReportLink(models.Model):
    """An address under which people without an account read the newest version of a report, until it is revoked."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="links")
    nonce = models.CharField(max_length=16, default=new_nonce)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(revoked_at__isnull=True), name="report_has_one_address_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="address_of_a_report_is_revoked_by_somebody",
            ),
        ]

    def __str__(self):
        return f"Address of {self.report}"
