"""What a thing with states remembers of each move from one state to the next: who, when and why."""

from django.db import models

from collab.models import Member


class Move(models.Model):
    """One move; `of` (in each kind) names the thing that moved. The first has no state before it."""

    was = models.CharField(max_length=20, blank=True)
    became = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.was} → {self.became}"
