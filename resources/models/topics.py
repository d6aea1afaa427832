"""What a teacher will teach in a term, and what of it the library has got ready."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collab.models import ClassGroup, Department, Member, Subject, Term, YearLevel
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned
from collab.search import matching
from resources.models.moves import Move


class Help(models.TextChoices):
    """The help that a teacher may want from the library; none of it is “nothing this time”."""

    RESOURCE_BOX = "resource_box", "Resource box"
    LINK_LIST = "link_list", "Link list"
    PURCHASE = "purchase", "Purchase"
    LESSON = "lesson", "Research or referencing lesson"
    PLAN_AND_TEACH = "plan_and_teach", "Plan and teach together"
    DISPLAY = "display", "Display"
    OUTSIDE = "outside", "Author or outside partner"


class TopicRequestQuerySet(OfSchool):
    def in_term(self, term):
        return self.filter(term=term)

    def of(self, member):
        """Those of one teacher."""
        return self.filter(teacher=member)

    def standing(self):
        """Those that will be taught: neither declined nor withdrawn."""
        return self.exclude(state__in=(TopicRequest.State.DECLINED, TopicRequest.State.WITHDRAWN))

    def found_by(self, words):
        """Requests whose topic or note has every one of the typed words, as prefixes."""
        query = matching(words)
        return self.none() if query is None else self.filter(search=query)


class TopicRequest(Versioned):
    """One curriculum topic that a teacher will teach in a term. Every colleague of the school may read it."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        SEEN = "seen", "Seen"
        PREPARING = "preparing", "Preparing"
        READY = "ready", "Ready"
        DONE = "done", "Done"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="topic_requests")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="topic_requests")
    teacher = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="topic_requests")
    topic = models.CharField(max_length=200)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="topic_requests")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="topic_requests",
        help_text="That of the subject, else the teacher's own; the board and the map group by it.",
    )
    year_levels = models.ManyToManyField(YearLevel, blank=True, related_name="topic_requests")
    classes = models.ManyToManyField(ClassGroup, blank=True, related_name="topic_requests")
    first_week = models.PositiveSmallIntegerField(null=True, blank=True, help_text="School week of the term, from 1.")
    last_week = models.PositiveSmallIntegerField(null=True, blank=True)
    students = models.PositiveSmallIntegerField("number of students", null=True, blank=True)
    reads_from = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Reading age in years.")
    reads_to = models.PositiveSmallIntegerField(null=True, blank=True)
    help_wanted = ArrayField(models.CharField(max_length=20, choices=Help.choices), default=list, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.ASKED, editable=False)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="copies")
    sending = models.UUIDField(
        null=True,
        editable=False,
        help_text="Names one sending of the form, which may come twice.",
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)
    search = models.GeneratedField(
        expression=SearchVector("topic", "note", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = TopicRequestQuerySet.as_manager()

    class Meta:
        ordering = ["first_week", "topic"]
        indexes = [
            models.Index(fields=["school", "term", "department", "first_week"], name="request_by_term"),
            models.Index(fields=["school", "teacher", "term"], name="request_by_teacher"),
            models.Index(fields=["school", "term"], condition=Q(state="asked"), name="request_that_nobody_has_seen"),
            GinIndex(fields=["search"], name="request_by_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(topic=""), name="request_has_a_topic"),
            models.CheckConstraint(
                condition=Q(first_week__isnull=True, last_week__isnull=True)
                | Q(first_week__gte=1, first_week__lte=F("last_week")),
                name="request_has_its_weeks_in_order",
            ),
            models.CheckConstraint(
                condition=Q(reads_from__isnull=True) | Q(reads_to__isnull=True) | Q(reads_from__lte=F("reads_to")),
                name="request_has_its_reading_ages_in_order",
            ),
            models.CheckConstraint(condition=Q(help_wanted__contained_by=Help.values), name="help_wanted_is_known"),
            models.UniqueConstraint(fields=["school", "sending", "topic"], name="request_is_sent_once"),
        ]

    def __str__(self):
        return self.topic

    def get_absolute_url(self):
        return reverse("topic_request", kwargs={"school_slug": self.school.slug, "request_id": self.pk})


class TopicRequestMove(Move):
    of = models.ForeignKey(TopicRequest, on_delete=models.CASCADE, related_name="moves")


class NothingThisTime(models.Model):
    """A teacher's answer that there is no topic to say for a term. Saying one afterwards takes it back."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="nothings")
    teacher = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="nothings")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = OfSchool.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "teacher"], name="nothing_is_said_once_for_a_term")]

    def __str__(self):
        return f"{self.teacher}: nothing in {self.term}"
