"""The question whether a title may go, and what came of it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from collab.models import Department, Member
from collab.models.school import School
from collab.models.versioned import Versioned
from resources.models.catalogue import Resource
from resources.models.moves import Move
from resources.models.suggestions import ADVISED, ASKED, UNDECIDED, SuggestionQuerySet


class WeedingProposal(Versioned):
    """The question whether a title may go."""

    THREAD = "weeding"

    class State(models.TextChoices):
        ASKED = ASKED, "Asked"
        ADVISED = ADVISED, "Advised"
        GONE = "gone", "Gone"
        KEPT = "kept", "Kept"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="weedings")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="weedings")
    why = models.TextField(max_length=1000, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="weedings")
    state = models.CharField(max_length=20, choices=State.choices, default=State.ASKED, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["school", "state", "-created_at"], name="weeding_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["resource"],
                condition=Q(state__in=UNDECIDED),
                name="title_is_proposed_for_weeding_once_at_a_time",
            ),
        ]

    def __str__(self):
        return str(self.resource)

    def get_absolute_url(self):
        return reverse("weeding", kwargs={"school_slug": self.school.slug, "weeding_id": self.pk})


class WeedingMove(Move):
    of = models.ForeignKey(WeedingProposal, on_delete=models.CASCADE, related_name="moves")
