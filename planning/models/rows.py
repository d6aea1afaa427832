"""What every row of a plan has: its plan, a version against lost writes, and who wrote it when."""

from django.db import models

from collab.models import Member


class PlanRowQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Rows of the plans that the member may see."""
        plans = self.model._meta.get_field("plan").related_model
        return self.filter(plan__in=plans.objects.visible_to(member).values("pk"))


class PlanRow(models.Model):
    """A row of a plan. `stage` is the number of the stage that it belongs to; 0 is the head of the form.

    `version` counts up with every change; a write names the version it was read at, and loses against a newer one.
    """

    stage = 0

    plan = models.ForeignKey("planning.UnitPlan", on_delete=models.CASCADE)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = PlanRowQuerySet.as_manager()

    class Meta:
        abstract = True
