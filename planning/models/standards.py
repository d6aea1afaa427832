"""Standards that units rest on: entered once in a school, found again by typing."""

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Concat, Lower

from collab.models import Member, School
from collab.models.school import OfSchool
from planning.models.plan import UnitPlan


class Standard(models.Model):
    """A curricular outcome, competency or information skill, with its framework's own number and source.

    `search` holds the words between all punctuation, so that RI.6.1 is found by “RI 6” as by “6.1”. Without a
    `changed_by` it stands as `created_by` entered it.
    """

    class Kind(models.TextChoices):
        OUTCOME = "outcome", "Curricular outcome"
        COMPETENCY = "competency", "Discipline or grade competency"
        INFORMATION_SKILL = "information_skill", "Information skill"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="standards")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OUTCOME)
    framework = models.CharField(max_length=120, help_text="For example Australian Curriculum: HASS.")
    number = models.CharField(max_length=60, help_text="The framework's own number.")
    statement = models.CharField(max_length=1000)
    source_url = models.URLField("source", max_length=500, blank=True)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    plans = models.ManyToManyField(UnitPlan, related_name="standards", through="PlanStandard")
    search = models.GeneratedField(
        expression=SearchVector(
            Func(
                Concat("framework", Value(" "), "number", Value(" "), "statement"),
                Value(r"[!-/:-@\[-`{-~]+"),
                Value(" "),
                Value("g"),
                function="regexp_replace",
                output_field=models.TextField(),
            ),
            config="simple",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["framework", "number"]
        indexes = [GinIndex(fields=["search"], name="standard_by_words")]
        constraints = [
            models.UniqueConstraint(
                "school", Lower("framework"), Lower("number"), name="standard_is_entered_once_in_a_school"
            ),
            models.CheckConstraint(
                condition=~Q(framework="") & ~Q(number="") & ~Q(statement=""), name="standard_says_what_it_is"
            ),
        ]

    def __str__(self):
        return f"{self.framework} {self.number}"


class PlanStandard(models.Model):
    """That a plan rests on a standard."""

    plan = models.ForeignKey(UnitPlan, on_delete=models.CASCADE, related_name="+")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "standard"], name="plan_rests_on_a_standard_once"),
        ]

    def __str__(self):
        return f"{self.plan_id}: {self.standard_id}"


pghistory.track(exclude=["search"])(Standard)
pghistory.track()(PlanStandard)
