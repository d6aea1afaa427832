"""Answers to the prompts of the form, texts that lost a race, and who is on a page now."""

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from collab.models import Member
from planning.models.plan import UnitPlan
from planning.models.rows import PlanRowQuerySet
from planning.stages import PROMPTS

LONGEST_ANSWER = 100_000


@pghistory.track(exclude=["search", "page", "page_serial"])
class Answer(models.Model):
    """The text that stands under one prompt of one plan; `version` counts its changes.

    `page` names the open page in a browser that saved it, `page_serial` counts that page's saves: a page whose
    answer got lost on the way back, or whose saves arrive out of order, does not race against itself.
    """

    plan = models.ForeignKey(UnitPlan, on_delete=models.CASCADE, related_name="answers")
    prompt = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=40, blank=True)
    page_serial = models.PositiveIntegerField(default=0)
    search = models.GeneratedField(
        expression=SearchVector("text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = PlanRowQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["search"], name="answer_by_words")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "prompt"], name="prompt_has_one_answer_in_a_plan"),
        ]

    def __str__(self):
        return PROMPTS[self.prompt].label if self.prompt in PROMPTS else self.prompt


@pghistory.track(exclude=["page", "page_serial"])
class RivalAnswer(models.Model):
    """A text that lost a race against another for the same prompt: kept beside it until a person decides.

    While its writer types on in the same `page`, the text grows here.
    """

    plan = models.ForeignKey(UnitPlan, on_delete=models.CASCADE, related_name="rivals")
    prompt = models.CharField(max_length=60)
    text = models.TextField()
    read_version = models.PositiveIntegerField(help_text="The version of the answer that its writer had read.")
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=40, blank=True)
    page_serial = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PlanRowQuerySet.as_manager()

    class Meta:
        ordering = ["written_at"]
        indexes = [
            models.Index(fields=["plan", "prompt"], condition=Q(settled_at__isnull=True), name="rival_unsettled")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="rival_is_settled_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.written_by}: {self.prompt}"


class Presence(models.Model):
    """Who had a page of a plan open when last heard of; old rows are forgotten."""

    plan = models.ForeignKey(UnitPlan, on_delete=models.CASCADE, related_name="presences")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    stage = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "member"], name="member_is_present_once_in_a_plan"),
        ]

    def __str__(self):
        return f"{self.member} at stage {self.stage}"
