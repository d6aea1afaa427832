"""What a plan works with out of the library: boxes, lists, single titles, purchases."""

import pghistory
from django.db import models
from django.db.models import Q

from collab.models import Member
from planning.models.plan import UnitPlan
from resources.models import PurchaseSuggestion, Resource, ResourceBox, ResourceList


@pghistory.track()
class PlanResource(models.Model):
    """That a plan works with a box, a list, a title, or a purchase; one of them in each row."""

    plan = models.ForeignKey(UnitPlan, on_delete=models.CASCADE, related_name="library_resources")
    box = models.ForeignKey(ResourceBox, on_delete=models.PROTECT, null=True, related_name="in_plans")
    list = models.ForeignKey(ResourceList, on_delete=models.PROTECT, null=True, related_name="in_plans")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, related_name="in_plans")
    purchase = models.ForeignKey(PurchaseSuggestion, on_delete=models.PROTECT, null=True, related_name="in_plans")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(box__isnull=False, list__isnull=True, resource__isnull=True, purchase__isnull=True)
                | Q(box__isnull=True, list__isnull=False, resource__isnull=True, purchase__isnull=True)
                | Q(box__isnull=True, list__isnull=True, resource__isnull=False, purchase__isnull=True)
                | Q(box__isnull=True, list__isnull=True, resource__isnull=True, purchase__isnull=False),
                name="plan_resource_is_one_thing",
            ),
            models.UniqueConstraint(fields=["plan", "box"], name="box_stands_once_in_a_plan"),
            models.UniqueConstraint(fields=["plan", "list"], name="list_stands_once_in_a_plan"),
            models.UniqueConstraint(fields=["plan", "resource"], name="title_stands_once_in_a_plan"),
            models.UniqueConstraint(fields=["plan", "purchase"], name="purchase_stands_once_in_a_plan"),
        ]

    def __str__(self):
        return str(self.thing)

    @property
    def kind(self):
        """Which of its fields is filled."""
        return next(name for name in ("box", "list", "resource", "purchase") if getattr(self, f"{name}_id"))

    @property
    def thing(self):
        """The box, list, title or purchase."""
        return getattr(self, self.kind)
