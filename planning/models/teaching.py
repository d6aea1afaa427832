"""Lessons, what happened in them, formative checks and barriers."""

import pghistory
from django.db import models
from django.db.models import F, Q

from planning.models.rows import PlanRow, PlanRowQuerySet


class LessonLead(models.TextChoices):
    LIBRARIAN = "librarian", "Librarian leads"
    TOGETHER = "together", "Planned and taught together"
    TEACHER = "teacher", "Teacher leads, librarian supports"


class CoTeachingModel(models.TextChoices):
    SUPPORTIVE = "supportive", "Supportive instruction"
    PARALLEL = "parallel", "Parallel instruction"
    SPLIT = "split", "Differentiated split class"
    STATIONS = "stations", "Station/centre teaching"
    TEAM = "team", "Team teaching"


class LessonQuerySet(PlanRowQuerySet):
    def logged(self):
        """The rule of `Lesson.is_logged`."""
        return self.exclude(happened="", students_reached__isnull=True)


class Lesson(PlanRow):
    """One lesson of the unit: as planned in stage 2, and what happened as logged in stage 3.

    A lesson without a lead has no librarian in it.
    """

    stage = 2

    focus = models.CharField(max_length=200, help_text="What the lesson is about.")
    taught_on = models.DateField("date", null=True, blank=True)
    period = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=100, blank=True)
    led_by = models.CharField("who leads", max_length=20, choices=LessonLead.choices, blank=True)
    co_teaching = models.CharField("co-teaching model", max_length=20, choices=CoTeachingModel.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    happened = models.TextField("what happened", blank=True)
    students_reached = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        default_related_name = "lessons"
        ordering = [F("taught_on").asc(nulls_last=True), "pk"]

    def __str__(self):
        return self.focus

    @property
    def is_logged(self):
        """Whether somebody wrote down that it took place."""
        return bool(self.happened) or self.students_reached is not None


class FormativeCheck(PlanRow):
    """A look at how students are doing while they are doing it, and what was changed after it."""

    stage = 3

    lesson = models.ForeignKey(Lesson, on_delete=models.SET_NULL, null=True, blank=True, related_name="checks")
    what = models.CharField("what was checked", max_length=300)
    found = models.TextField("what it showed", blank=True)
    adjusted = models.TextField("what was adjusted", blank=True)

    class Meta:
        default_related_name = "checks"
        ordering = ["pk"]

    def __str__(self):
        return self.what


class Barrier(PlanRow):
    """Something that stood in the way, what was done about it, and what came of that."""

    stage = 3

    class Kind(models.TextChoices):
        TIME = "time", "Lack of time for planning"
        SUPPORT = "support", "Lack of administrative support"
        CULTURE = "culture", "Problematic school culture"
        TESTING = "testing", "Testing mandates"
        OTHER = "other", "Other"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    what = models.CharField("what stood in the way", max_length=500, blank=True)
    counter_measure = models.CharField("what was done about it", max_length=500, blank=True)
    outcome = models.CharField("what came of it", max_length=500, blank=True)

    class Meta:
        default_related_name = "barriers"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="other") | ~Q(what=""), name="other_barrier_says_what_it_is"),
        ]

    def __str__(self):
        return self.what or self.get_kind_display()


for model in (Lesson, FormativeCheck, Barrier):
    pghistory.track()(model)
