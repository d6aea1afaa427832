"""What somebody is asked about a suggestion, and what they say to it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from collab.models import Member
from resources.models.purchases import PurchaseSuggestion
from resources.models.weeding import WeedingProposal


class Advice(models.Model):
    """What a head of department is asked about a purchase (“would it be used?”) or a title (“may this go?”)."""

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNSURE = "unsure", "Unsure"

    purchase = models.ForeignKey(PurchaseSuggestion, on_delete=models.CASCADE, null=True, related_name="advice")
    weeding = models.ForeignKey(WeedingProposal, on_delete=models.CASCADE, null=True, related_name="advice")
    asked_of = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="advice_asked")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    line = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name_plural = "advice"
        indexes = [models.Index(fields=["asked_of", "answered_at"], name="advice_by_who_is_asked")]
        constraints = [
            models.CheckConstraint(
                condition=Q(purchase__isnull=False, weeding__isnull=True)
                | Q(purchase__isnull=True, weeding__isnull=False),
                name="advice_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="advice_is_answered_by_somebody",
            ),
            models.UniqueConstraint(fields=["purchase", "asked_of"], name="advice_on_a_purchase_is_asked_once_of_each"),
            models.UniqueConstraint(fields=["weeding", "asked_of"], name="advice_on_weeding_is_asked_once_of_each"),
        ]

    def __str__(self):
        return f"{self.asked_of}: {self.answer or 'asked'}"

    def get_absolute_url(self):
        return reverse("advice_give", kwargs={"school_slug": self.about.school.slug, "advice_id": self.pk})

    @property
    def about(self):
        """The suggestion or proposal that it is about."""
        return self.purchase if self.purchase_id else self.weeding
