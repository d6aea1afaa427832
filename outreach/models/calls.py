"""The end-of-term ask: one call for a coming term, an invitation for each teacher, and the school's rules for it."""

import secrets
from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from collab.models import Department, Member, Term
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned


def new_nonce():
    """What makes a link another one: 96 bits of chance. The link itself is signed, see `outreach.letters.links`."""
    return secrets.token_urlsafe(12)


def two_reminders():
    """Days after the call on which those without an answer are reminded, unless a school says otherwise."""
    return [5, 9]


class CallRules(Versioned):
    """When a school's calls open and remind, and what their letter says. A school without a row has these defaults."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="call_rules")
    opens_by_itself = models.BooleanField(default=True)
    days_before = models.PositiveSmallIntegerField(
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="How many days before a term's last day the call for the next one opens.",
    )
    opens_at = models.TimeField(default=time(8), help_text="By the school's clock.")
    reminders = ArrayField(
        models.PositiveSmallIntegerField(),
        default=two_reminders,
        blank=True,
        help_text="How many days after the call each reminder goes out; two at most.",
    )
    subject = models.CharField(max_length=150, blank=True, help_text="Empty: ours.")
    words = models.TextField(max_length=1500, blank=True, help_text="Empty: ours.")

    objects = OfSchool.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days_before__gte=1, days_before__lte=60), name="call_opens_near_an_end"),
            models.CheckConstraint(condition=Q(reminders__len__lte=2), name="call_reminds_twice_at_most"),
        ]

    def __str__(self):
        return f"When calls of {self.school} open"


class TopicCall(models.Model):
    """The ask for one coming term: “what will you teach?”. It is open from `opened_at` until the term begins.

    Opened by hand it may be for some departments alone; when its day comes it is for all.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="topic_calls")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="topic_calls")
    is_for_all = models.BooleanField(default=True)
    departments = models.ManyToManyField(Department, blank=True, related_name="+", help_text="Where it is not for all.")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, related_name="+", help_text="None: it opened by itself."
    )
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [models.UniqueConstraint(fields=["school", "term"], name="term_is_called_for_once")]

    def __str__(self):
        return f"Topics for {self.term}"

    def get_absolute_url(self):
        return reverse("topic_call", kwargs={"school_slug": self.school.slug, "call_id": self.pk})


class CallInvitation(models.Model):
    """One teacher's place in a call. Whether it is answered is said by their topic requests, or that there are none.

    `nonce` is in the teacher's link and `handed_nonce` in that of the colleague who answers for them; another nonce
    ends a link.
    """

    call = models.ForeignKey(TopicCall, on_delete=models.CASCADE, related_name="invitations")
    teacher = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="call_invitations")
    invited_at = models.DateTimeField()
    nonce = models.CharField(max_length=16, default=new_nonce)
    revoked_at = models.DateTimeField(null=True)
    handed_to = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)
    handed_nonce = models.CharField(max_length=16, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0, help_text="How many went out.")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["teacher", "call"], name="invitation_by_teacher")]
        constraints = [
            models.UniqueConstraint(fields=["call", "teacher"], name="teacher_is_invited_once_to_a_call"),
            models.CheckConstraint(condition=Q(reminders__lte=2), name="teacher_is_reminded_twice_at_most"),
        ]

    def __str__(self):
        return f"{self.teacher}: {self.call}"
