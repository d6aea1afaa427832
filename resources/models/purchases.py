"""What the library might buy, and each step on its way."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from collab.models import Department, Member
from collab.models.school import School
from collab.models.versioned import Versioned
from collab.search import matching
from resources.models.catalogue import Resource
from resources.models.moves import Move
from resources.models.suggestions import ADVISED, ASKED, SuggestionQuerySet
from resources.models.topics import TopicRequest


class PurchaseQuerySet(SuggestionQuerySet):
    def with_order(self):
        """Each with `ordered_at`: when it was ordered, the last time if it was more than once; None if never."""
        state = PurchaseSuggestion.State
        orders = PurchaseMove.objects.filter(of=OuterRef("pk"), became=state.ORDERED)
        orders = orders.exclude(was__in=(state.ORDERED, state.AVAILABLE))  # What came in part, or was taken back.
        return self.annotate(ordered_at=Subquery(orders.order_by("-at", "-pk").values("at")[:1]))

    def with_last_move(self):
        """Each with `moved_at`: when it came into the state in which it stands."""
        moves = PurchaseMove.objects.filter(of=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(moved_at=Subquery(moves.values("at")[:1]))

    def found_by(self, words):
        query = matching(words)
        return self.none() if query is None else self.filter(search=query)


class PurchaseSuggestion(Versioned):
    """Something that a member would like the library to have."""

    THREAD = "purchase"

    class State(models.TextChoices):
        ASKED = ASKED, "Asked"
        ADVISED = ADVISED, "Advised"
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
    sending = models.UUIDField(
        null=True, editable=False, help_text="Names one filling in of the form, which may come twice."
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="purchases", editable=False)
    search = models.GeneratedField(
        expression=SearchVector("title", "creator", "why", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PurchaseQuerySet.as_manager()

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
            models.UniqueConstraint(fields=["school", "sending"], name="purchase_is_suggested_once"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("purchase", kwargs={"school_slug": self.school.slug, "purchase_id": self.pk})


class PurchaseMove(Move):
    of = models.ForeignKey(PurchaseSuggestion, on_delete=models.CASCADE, related_name="moves")
    copies = models.IntegerField(
        default=0, help_text="How many came by it; less than none where it turned out that they did not."
    )
    barcodes = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="Those of the copies that came by it."
    )
