"""Being in touch: conversations in one line, and the first steps of those who are new."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from collab.models import Department, Member
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned
from planning.models import UnitPlan
from resources.models import TopicRequest


class ContactLog(Versioned):
    """One line about an informal conversation. It can grow into a topic request or a plan, and stays what it is."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="contacts")
    with_member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name="with"
    )
    with_name = models.CharField(
        "with somebody else", max_length=200, blank=True, help_text="An author, a museum, a parent."
    )
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    about = models.CharField(max_length=300)
    on = models.DateField("when")
    topic_request = models.ForeignKey(TopicRequest, on_delete=models.SET_NULL, null=True, related_name="contacts")
    plan = models.ForeignKey(UnitPlan, on_delete=models.SET_NULL, null=True, related_name="contacts")
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, editable=False, related_name="contacts_noted")
    sending = models.UUIDField(null=True, editable=False, help_text="Names one sending of the form.")

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["school", "-on", "-id"], name="contact_by_day"),
            models.Index(fields=["with_member", "-on"], name="contact_by_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(about=""), name="contact_is_about_something"),
            models.CheckConstraint(
                condition=Q(with_member__isnull=False, with_name="") | (Q(with_member__isnull=True) & ~Q(with_name="")),
                name="contact_is_with_one_person",
            ),
            models.UniqueConstraint(fields=["school", "sending"], name="contact_is_sent_once"),
        ]

    def __str__(self):
        return self.about

    def get_absolute_url(self):
        return reverse("contact", kwargs={"school_slug": self.school.slug, "contact_id": self.pk})


class Induction(Versioned):
    """How far a new colleague is on the librarian's induction list, as far as it has to be noted by hand.

    That they have signed up, said a first topic and planned a first unit is seen from what they did.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="inductions")
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="induction")
    met_on = models.DateField(null=True, blank=True)
    met_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    shown_on = models.DateField(null=True, blank=True, help_text="When they were shown the library.")
    shown_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True, editable=False, help_text="Taken off the list.")
    set_aside_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    objects = OfSchool.as_manager()

    def __str__(self):
        return f"First steps of {self.member}"
