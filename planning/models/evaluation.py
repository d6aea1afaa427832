"""Product evaluation by criteria and levels, and the need in student results that a unit may start from."""

import pghistory
from django.db import models
from django.db.models import Q

from planning.models.rows import PlanRow


class Need(PlanRow):
    """A need that student results show before the unit: counts of a cohort, never names."""

    stage = 1

    source = models.CharField(max_length=200, help_text="For example a reading test or last year's posters.")
    shows = models.TextField("what it shows")
    cohort = models.CharField(max_length=200, blank=True, help_text="For example Year 6, 84 students.")

    class Meta:
        default_related_name = "needs"
        ordering = ["pk"]

    def __str__(self):
        return self.source


class Criterion(PlanRow):
    """One thing that the product is judged by; counts of students by level stand in `counts`."""

    stage = 4

    class AssessedBy(models.TextChoices):
        TEACHER = "teacher", "Teacher"
        LIBRARIAN = "librarian", "Librarian"
        TOGETHER = "together", "Teacher and librarian"
        STUDENTS = "students", "Students themselves"

    name = models.CharField("criterion", max_length=200)
    assessed_by = models.CharField(max_length=20, choices=AssessedBy.choices, blank=True)
    is_library_led = models.BooleanField("taught by the library", default=False)

    class Meta:
        ordering = ["pk"]
        default_related_name = "criteria"

    def __str__(self):
        return self.name


class CriterionCount(models.Model):
    """How many students reached one level of one criterion; `level` counts from 1 along the plan's labels."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="counts")
    level = models.PositiveSmallIntegerField()
    students = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "level"], name="level_is_counted_once_for_a_criterion"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=6), name="level_is_one_of_six_at_most"),
        ]

    def __str__(self):
        return f"{self.students} at level {self.level}"


for model in (Need, Criterion, CriterionCount):
    pghistory.track()(model)
