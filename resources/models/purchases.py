"""What the library might buy, or let go; what the heads of department say to it; and the money there is."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from collab.models import Department, Member, Role
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned
from collab.search import matching
from resources.models.catalogue import Resource
from resources.models.moves import Move
from resources.models.topics import TopicRequest


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Librarians and leaders see all of their school; others what concerns them.

        That is what they suggested, what is for their topic or for a department that they head, and what they are
        asked about.
        """
        suggestions = self.filter(school_id=member.school_id)
        if member.has_role(Role.LIBRARIAN, Role.LEADER):
            return suggestions
        thread = self.model.THREAD
        asked = Advice.objects.filter(asked_of=member, **{f"{thread}__isnull": False}).values(thread)
        concerns = Q(created_by=member) | Q(department__head=member) | Q(pk__in=asked)
        if self.model is PurchaseSuggestion:
            concerns |= Q(request__teacher=member)
        return suggestions.filter(concerns)

    def found_by(self, words):
        query = matching(words)
        return self.none() if query is None else self.filter(search=query)


class PurchaseSuggestion(Versioned):
    """Something that a member would like the library to have."""

    THREAD = "purchase"

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        ADVISED = "advised", "Advised"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        ORDERED = "ordered", "Ordered"
        AVAILABLE = "available", "Available"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="purchases")
    title = models.CharField(max_length=300)
    creator = models.CharField("author or maker", max_length=200, blank=True)
    isbn = models.CharField("ISBN", max_length=40, blank=True)
    link = models.URLField(max_length=2000, blank=True)
    why = models.TextField(max_length=1000, blank=True)
    quantity = models.PositiveSmallIntegerField(default=1)
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True, help_text="Of one.")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="purchases"
    )
    request = models.ForeignKey(
        TopicRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="purchases"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.ASKED, editable=False)
    resource = models.ForeignKey(
        Resource, on_delete=models.SET_NULL, null=True, editable=False, related_name="purchases"
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="purchases", editable=False)
    search = models.GeneratedField(
        expression=SearchVector("title", "creator", "why", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["school", "state", "-created_at"], name="purchase_by_state"),
            models.Index(fields=["school", "department", "-created_at"], name="purchase_by_department"),
            GinIndex(fields=["search"], name="purchase_by_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="purchase_has_a_title"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="purchase_is_of_something"),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="purchase_pays_nobody_back"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("purchase", kwargs={"school_slug": self.school.slug, "purchase_id": self.pk})


class PurchaseMove(Move):
    of = models.ForeignKey(PurchaseSuggestion, on_delete=models.CASCADE, related_name="moves")


class WeedingProposal(Versioned):
    """The question whether a title may go."""

    THREAD = "weeding"

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        ADVISED = "advised", "Advised"
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
                condition=Q(state__in=("asked", "advised")),
                name="title_is_proposed_for_weeding_once_at_a_time",
            ),
        ]

    def __str__(self):
        return str(self.resource)

    def get_absolute_url(self):
        return reverse("weeding", kwargs={"school_slug": self.school.slug, "weeding_id": self.pk})


class WeedingMove(Move):
    of = models.ForeignKey(WeedingProposal, on_delete=models.CASCADE, related_name="moves")


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
