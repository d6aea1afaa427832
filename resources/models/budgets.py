"""What may be spent in a school year."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from collab.models import Department
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned


class Budget(Versioned):
    """What may be spent in a school year, by a department or (without one) by the library itself."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="budgets")
    year = models.CharField(max_length=9, help_text="The school year, as its terms name it: 2026, or 2026/27.")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, null=True, blank=True, related_name="budgets")
    amount = models.DecimalField(max_digits=11, decimal_places=2)

    objects = OfSchool.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "year", Coalesce("department", 0), name="budget_is_set_once_for_a_year"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_is_no_debt"),
        ]

    def __str__(self):
        return f"{self.department or 'Library'}, {self.year}"
