"""The unit plan, where it stands, and who may see it."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from collab.models import ClassGroup, Department, Member, Role, School, Subject, Term, YearLevel
from collab.search import matching
from resources.models import TopicRequest

ALL_STAGES_COMPLETE = 6


class Continuum(models.IntegerChoices):
    """Continuum of instructional partnership (Buzzeo), lowest first. No level is better than another."""

    COOPERATION = 1, "Cooperation"
    COORDINATION = 2, "Coordination"
    COLLABORATION = 3, "Collaboration"
    DATA_DRIVEN = 4, "Data-driven collaboration"


class Facet(models.TextChoices):
    """Facets of collaboration (Montiel-Overall). A scale of its own: never mapped to the continuum by word."""

    COORDINATION = "A", "A · Coordination"
    COOPERATION = "B", "B · Cooperation"
    INTEGRATED_INSTRUCTION = "C", "C · Integrated instruction"
    INTEGRATED_CURRICULUM = "D", "D · Integrated curriculum"


def default_level_labels():
    """The names of the levels that criteria are counted by, lowest first, until a plan says otherwise."""
    return ["Beginning", "Developing", "Secure", "Extending"]


class UnitPlanQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Librarians and leaders see every plan of their school; others theirs and those shared with the school."""
        plans = self.filter(school_id=member.school_id)
        if member.has_role(Role.LIBRARIAN, Role.LEADER):
            return plans
        return plans.filter(Q(is_shared=True) | Q(pk__in=self._pks_of_partner(member)))

    def mine(self, member):
        """Plans on which the member is a partner."""
        return self.filter(pk__in=self._pks_of_partner(member))

    def _pks_of_partner(self, member):
        partners = self.model._meta.get_field("partners").related_model
        return partners.objects.filter(member=member).values("plan_id")

    def in_term(self, term):
        return self.filter(term=term)

    def open(self):
        return self.filter(closed_at__isnull=True)

    def with_stage(self):
        """Adds `at_stage`: the first stage that is not complete, or 6 when all five are."""
        states = self.model._meta.get_field("stages").related_model
        first_open = (
            states.objects.filter(plan=OuterRef("pk"), completed_at__isnull=True)
            .order_by()
            .values("plan")
            .annotate(first=Min("number"))
            .values("first")
        )
        return self.annotate(at_stage=Coalesce(Subquery(first_open), ALL_STAGES_COMPLETE))

    def found_by(self, words):
        """Plans whose title or one of whose answers has every one of the typed words, as prefixes."""
        query = matching(words)
        if query is None:
            return self.none()
        answers = self.model._meta.get_field("answers").related_model
        in_titles = self.model.objects.filter(search=query).order_by().values("pk")
        in_answers = answers.objects.filter(search=query).order_by().values("plan")
        return self.filter(pk__in=in_titles.union(in_answers))


@pghistory.track(
    pghistory.InsertEvent(),
    # Every write to an answer or a row moves the plan to the top of lists: their history has that already.
    pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude=["changed_at", "changed_by"])),
    pghistory.DeleteEvent(),
    exclude=["search"],
)
class UnitPlan(models.Model):
    """A collaborative unit; its form has the five Handy 5 stages, and it starts from a title and a partner."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="plans")
    title = models.CharField(max_length=200)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    year_levels = models.ManyToManyField(YearLevel, blank=True, related_name="plans")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    classes = models.ManyToManyField(ClassGroup, blank=True, related_name="plans")
    topic_request = models.ForeignKey(
        TopicRequest, on_delete=models.SET_NULL, null=True, editable=False, related_name="plans"
    )
    students = models.PositiveSmallIntegerField("number of students", null=True, blank=True)
    planned_level = models.PositiveSmallIntegerField(choices=Continuum.choices, null=True, blank=True)
    planned_facet = models.CharField(max_length=1, choices=Facet.choices, blank=True)
    level_labels = ArrayField(models.CharField(max_length=40), default=default_level_labels)

    overruled_level = models.PositiveSmallIntegerField(choices=Continuum.choices, null=True, editable=False)
    overruled_reason = models.CharField(max_length=500, blank=True, editable=False)
    overruled_at = models.DateTimeField(null=True, editable=False)
    overruled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    is_shared = models.BooleanField("shared with the school", default=False, editable=False)
    sharing_chosen_at = models.DateTimeField(null=True, editable=False)
    sharing_chosen_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="plans_started", editable=False)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)
    search = models.GeneratedField(
        expression=SearchVector("title", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = UnitPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        indexes = [
            # With the key at their end, they answer a page of the list without a look at the table.
            models.Index(fields=["school", "-changed_at", "-id"], name="plan_by_change"),
            models.Index(fields=["school", "term", "-changed_at", "-id"], name="plan_by_term"),
            models.Index(fields=["school", "title", "id"], name="plan_by_title"),
            models.Index(fields=["school", "starts_on", "id"], name="plan_by_start"),
            GinIndex(fields=["search"], name="plan_by_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="plan_has_a_title"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="plan_starts_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="plan_is_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    overruled_level__isnull=True,
                    overruled_reason="",
                    overruled_at__isnull=True,
                    overruled_by__isnull=True,
                )
                | (
                    Q(overruled_level__isnull=False, overruled_at__isnull=False, overruled_by__isnull=False)
                    & ~Q(overruled_reason="")
                ),
                name="level_is_overruled_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("plan", kwargs={"school_slug": self.school.slug, "plan_id": self.pk})

    @property
    def is_closed(self):
        return self.closed_at is not None


class YearLevelOfPlan(UnitPlan.year_levels.through):
    """That a plan is for a year level; here for its history alone."""

    class Meta:
        proxy = True


class ClassOfPlan(UnitPlan.classes.through):
    """That a plan is for a class; here for its history alone."""

    class Meta:
        proxy = True


class StageState(models.Model):
    """Where one stage of one plan stands: complete, by whom and when, or open. Five rows stand from the start."""

    plan = models.ForeignKey(UnitPlan, on_delete=models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField()
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_has_each_stage_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=5), name="stage_is_one_of_five"),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True, completed_by__isnull=True)
                | Q(completed_at__isnull=False, completed_by__isnull=False),
                name="stage_is_completed_by_somebody",
            ),
        ]

    def __str__(self):
        return f"Stage {self.number}"


pghistory.track()(StageState)
for chosen in (YearLevelOfPlan, ClassOfPlan):
    pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)(chosen)
