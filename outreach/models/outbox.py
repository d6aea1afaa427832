"""The outbox: one row for each message, which is its queue, its story and its proof."""

import uuid
from datetime import time

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from collab.models import Member
from collab.models.school import OfSchool, School
from collab.models.versioned import Versioned


def new_message_id():
    """A Message-ID (RFC 5322) under which a message goes out however often it is tried."""
    return f"<{uuid.uuid4().hex}@{settings.MAIL_DOMAIN}>"


class MessageQuerySet(OfSchool):
    def waiting(self):
        """Those that will go out by themselves: nobody has handed them over yet."""
        return self.filter(state=Message.State.QUEUED)


class Message(models.Model):
    """One message to one person, as it will be sent.

    `key` says why it exists, and so that it exists once in its school (`call:12:member-34`). A row moves from queued to
    sending while a worker hands it to the mail server, and then to sent; `claimed_by` is the worker that has it in its
    bunch before. In `subject`, `text` and `html` a personal link stands as a mark; `links` says what becomes of it when
    the message is handed over, so that whoever reads the database finds no link that works.
    """

    class Kind(models.TextChoices):
        CALL = "call", "Topic call"
        REMINDER = "reminder", "Reminder"
        HANDED_ON = "handed_on", "Answer handed on"
        SUMMARY = "summary", "Summary of a call"
        DIGEST = "digest", "Digest"
        NOTICE = "notice", "Notice"
        REPORT = "report", "Report"
        TEST = "test", "Test"

    class State(models.TextChoices):
        QUEUED = "queued", "Waits"
        SENDING = "sending", "On its way"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Perhaps sent"
        CANCELLED = "cancelled", "Cancelled"

    # Each of the three updates of a row on its way writes to its indexes: what is seldom asked for has none.
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=120, help_text="Why it exists; the same reason makes no second message.")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="messages")
    to_name = models.CharField(max_length=200, blank=True)
    to_address = models.EmailField(blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, help_text="Further headers: name → value.")
    links = models.JSONField(default=dict, help_text="Personal links: name of the mark → what the link stands for.")
    message_id = models.CharField(max_length=200, default=new_message_id)
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    not_before = models.DateTimeField(help_text="When it may go out, or be tried again.")
    not_after = models.DateTimeField(null=True, help_text="When it is too late: it is cancelled then.")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True, help_text="When it was last handed to the mail server.")
    finished_at = models.DateTimeField(null=True, help_text="When it was sent, failed, cancelled or left unknown.")
    settled_by = models.ForeignKey(
        Member,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        help_text="Who cancelled it, or decided.",
    )
    caused_by = models.ForeignKey(
        Member,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        help_text="None: it came by itself.",
    )
    created_at = models.DateTimeField()
    reduced_at = models.DateTimeField(null=True, help_text="When its text and address were taken out of it.")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["school", "-created_at", "-id"], name="message_by_newness"),
            models.Index(
                fields=["school", "state", "-created_at"], condition=~Q(state="sent"), name="message_by_state"
            ),
            models.Index(fields=["not_before", "id"], condition=Q(state="queued"), name="message_that_waits"),
            models.Index(fields=["handed_at"], condition=Q(state="sending"), name="message_on_its_way"),
            BrinIndex(fields=["claimed_at"], name="message_by_claim"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="message_exists_once_for_its_reason"),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="message_is_claimed_by_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_by__isnull=False, handed_at__isnull=False),
                name="message_on_its_way_is_in_the_hands_of_a_worker",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("queued", "sending"), finished_at__isnull=True)
                | Q(state__in=("sent", "failed", "unknown", "cancelled"), finished_at__isnull=False),
                name="message_is_finished_at_a_time",
            ),
        ]

    def __str__(self):
        return self.subject or self.get_kind_display()

    def get_absolute_url(self):
        return reverse("message", kwargs={"school_slug": self.school.slug, "message_id": self.pk})


class Claim(models.Model):
    """A bunch of messages that a worker took: `id` is their `claimed_by`. It is gone once the bunch is worked off.

    The table is unlogged: PostgreSQL empties it when it comes back from a crash. A message that is claimed by what is
    no longer here may have gone out, though the crash took the note of that along.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    claimed_at = models.DateTimeField()

    def __str__(self):
        return str(self.id)


class FailingAddress(models.Model):
    """An address that a mail server refused for good; nothing is sent to it until somebody says so."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="failing_addresses")
    address = models.EmailField()
    sentence = models.CharField(max_length=500, help_text="What the mail server said.")
    failed_at = models.DateTimeField()

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["address"]
        constraints = [models.UniqueConstraint(fields=["school", "address"], name="address_fails_once_in_its_school")]

    def __str__(self):
        return self.address


class MailRules(Versioned):
    """When a school's mail may go out, and how long its text is kept. A school without a row has these defaults."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="mail_rules")
    quiet_from = models.TimeField(default=time(19), help_text="By the school's clock.")
    quiet_until = models.TimeField(default=time(6, 30))
    goes_out_on_weekends = models.BooleanField(default=False)
    keep_days = models.PositiveSmallIntegerField(
        default=90, validators=[MinValueValidator(7), MaxValueValidator(730)], help_text="How long texts are kept."
    )
    paused_at = models.DateTimeField(null=True, editable=False)
    paused_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    objects = OfSchool.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(keep_days__gte=7, keep_days__lte=730), name="mail_is_kept_for_a_while"),
        ]

    def __str__(self):
        return f"When mail of {self.school} goes out"
