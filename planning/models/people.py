"""The people of a plan: partners and what each brings and does, duties, and who has had a part where."""

import pghistory
from django.db import models
from django.db.models import F, Q

from collab.models import Member
from planning.models.plan import UnitPlan
from planning.models.rows import PlanRow, PlanRowQuerySet


class Partner(PlanRow):
    """Somebody who works on the unit: a member of the school, or an outside partner by name.

    A colleague is a member who is there neither as its teacher nor as its librarian, such as a leader.
    """

    class Kind(models.TextChoices):
        TEACHER = "teacher", "Teacher"
        LIBRARIAN = "librarian", "Librarian"
        COLLEAGUE = "colleague", "Colleague"
        OUTSIDE = "outside", "Outside partner"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="partnerships")
    name = models.CharField(max_length=200, blank=True, help_text="Of an outside partner.")
    organisation = models.CharField(max_length=200, blank=True)
    expertise = models.CharField("brings", max_length=500, blank=True, help_text="The expertise they bring.")
    will = models.TextField("will", blank=True, help_text="What they do in this unit.")

    class Meta:
        default_related_name = "partners"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "member"], condition=Q(member__isnull=False), name="member_is_partner_once"
            ),
            models.CheckConstraint(
                condition=(Q(kind="outside", member__isnull=True) & ~Q(name=""))
                | (~Q(kind="outside") & Q(member__isnull=False)),
                name="partner_is_a_member_or_a_named_outsider",
            ),
        ]

    def __str__(self):
        return self.member.name if self.member else self.name


class Duty(PlanRow):
    """Something that one partner, or all of them, will have done by a day."""

    stage = 2

    what = models.CharField(max_length=300)
    owner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="duties", help_text="Empty: all of us."
    )
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        default_related_name = "duties"
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="duty_is_done_by_somebody",
            ),
        ]

    def __str__(self):
        return self.what


class Contribution(models.Model):
    """That a member has had a part in a stage of a plan (0 is its head), first and last when."""

    plan = models.ForeignKey(UnitPlan, on_delete=models.CASCADE, related_name="contributions")
    stage = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="contributions")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    objects = PlanRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "stage", "member"], name="contribution_is_counted_once"),
        ]

    def __str__(self):
        return f"{self.member} in stage {self.stage}"


for model in (Partner, Duty):
    pghistory.track()(model)
