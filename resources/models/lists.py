"""Curated lists of links and titles for a topic, and what is known of their links."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from collab.models import Member
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned
from collab.search import matching
from resources.models.catalogue import Resource
from resources.models.topics import TopicRequest


class ResourceListQuerySet(OfSchool):
    def curated_by(self, member):
        return self.filter(Q(owner=member) | Q(pk__in=Curator.objects.filter(member=member).values("list_id")))

    def found_by(self, words):
        """Lists whose title, topics or introduction have every one of the typed words, as prefixes."""
        query = matching(words)
        return self.none() if query is None else self.filter(search=query)


class ResourceList(Versioned):
    """A curated list. Every colleague may read it; students read it under its public address, while it has one."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="lists")
    title = models.CharField(max_length=200)
    topics = models.CharField(max_length=500, blank=True, help_text="In words, with commas between them.")
    introduction = models.TextField(max_length=2000, blank=True, help_text="Students read it first.")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="lists_owned")
    curators = models.ManyToManyField(
        Member, through="Curator", through_fields=("list", "member"), related_name="lists_curated"
    )
    requests = models.ManyToManyField(
        TopicRequest, blank=True, related_name="lists", help_text="The topic requests that it serves."
    )
    token = models.CharField(
        max_length=40, blank=True, editable=False, help_text="Of the public address; empty while there is none."
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="copies")
    given_at = models.DateTimeField(
        null=True, editable=False, help_text="When it was passed on to its owner; empty for whoever made it."
    )
    given_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)
    search = models.GeneratedField(
        expression=SearchVector("title", "topics", "introduction", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ResourceListQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [
            models.Index(fields=["school", "title", "id"], name="list_by_title"),
            models.Index(fields=["school", "-changed_at", "-id"], name="list_by_change"),
            GinIndex(fields=["search"], name="list_by_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="list_has_a_title"),
            models.CheckConstraint(
                condition=Q(token="", published_at__isnull=True, published_by__isnull=True)
                | (~Q(token="") & Q(published_at__isnull=False, published_by__isnull=False)),
                name="list_is_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, given_by__isnull=True)
                | Q(given_at__isnull=False, given_by__isnull=False),
                name="list_is_given_by_somebody",
            ),
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="public_address_leads_to_one_list"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("resource_list", kwargs={"school_slug": self.school.slug, "list_id": self.pk})


class Curator(models.Model):
    """A colleague who works on a list beside its owner."""

    list = models.ForeignKey(ResourceList, on_delete=models.CASCADE, related_name="curatorships")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="curatorships")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at"]
        constraints = [models.UniqueConstraint(fields=["list", "member"], name="curator_stands_once_on_a_list")]

    def __str__(self):
        return str(self.member)


class StandingEntries(models.Manager):
    """The entries that were not taken off; those that were can be put back for a while."""

    def get_queryset(self):
        return super().get_queryset().filter(removed_at__isnull=True)


class ListEntry(Versioned):
    """One entry of a list: a heading, a link, or a title of the catalogue."""

    class Kind(models.TextChoices):
        HEADING = "heading", "Heading"
        LINK = "link", "Link"
        TITLE = "title", "Title"

    list = models.ForeignKey(ResourceList, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField(editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, editable=False)
    text = models.CharField(max_length=300, blank=True, help_text="The heading, or the name of the link.")
    url = models.URLField("link", max_length=2000, blank=True)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, related_name="list_entries")
    note = models.TextField(max_length=1000, blank=True)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    objects = StandingEntries()
    with_removed = models.Manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "list entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="list_entry_is_removed_by_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(kind="heading", url="", resource__isnull=True) & ~Q(text=""))
                | (Q(kind="link", resource__isnull=True) & ~Q(url="") & ~Q(text=""))
                | Q(kind="title", resource__isnull=False, url=""),
                name="list_entry_is_what_its_kind_says",
            ),
        ]

    def __str__(self):
        return self.text or str(self.resource)


class CheckedLink(models.Model):
    """What was found when a link was last looked at, once for a school however many lists have it."""

    class Finding(models.TextChoices):
        UNKNOWN = "unknown", "Not checked yet"
        ALIVE = "alive", "Works"
        DEAD = "dead", "Dead"
        DOUBTFUL = "doubtful", "Could not be checked"
        REFUSED = "refused", "Not checked, for safety"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="checked_links")
    url = models.CharField(max_length=2000)
    finding = models.CharField(max_length=20, choices=Finding.choices, default=Finding.UNKNOWN)
    detail = models.CharField(max_length=200, blank=True, help_text="In words: “not found (404)”.")
    checked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="How often in a row it did not answer well.")
    due_at = models.DateTimeField(help_text="When it is to be looked at next.")

    objects = OfSchool.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="link_by_due_time"),
            models.Index(fields=["school"], condition=Q(finding="dead"), name="dead_link_of_its_school"),
        ]
        constraints = [models.UniqueConstraint(fields=["school", "url"], name="link_is_checked_once_for_a_school")]

    def __str__(self):
        return self.url

    def is_waiting(self, now):
        """Whether it is to be looked at now, as soon as its turn comes."""
        return self.due_at <= now
