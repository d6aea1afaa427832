"""What each member wants to hear by mail, and what they were told already."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from collab.models import Member, School
from collab.models.versioned import Versioned
from outreach.models.calls import new_nonce


class NoticeKind(models.TextChoices):
    """What notices are about; each can be switched off on its own."""

    REQUESTS = "requests", "My topic requests: seen, ready"
    LOANS = "loans", "Boxes and loans: confirmed, due, overdue"
    PLANS = "plans", "Plans: somebody plans with me, a stage waits for me"
    DUTIES = "duties", "My duties on plans"
    PURCHASES = "purchases", "Purchases, and when my advice is asked"
    LISTS = "lists", "Lists that are given to me"


class MailChoices(Versioned):
    """What one member wants by mail; a member without a row has these defaults. `nonce` is in their link to stop."""

    class Every(models.TextChoices):
        WEEK = "week", "Every week"
        FORTNIGHT = "fortnight", "Every two weeks"
        TERM = "term", "Once a term"
        NEVER = "never", "Never"

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="mail_choices")
    digest_every = models.CharField("new resources by mail", max_length=20, choices=Every.choices, default=Every.WEEK)
    interests = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="Words, 20 at most.")
    notices_off = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False, help_text="When the digest was stopped by its link.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(interests__len__lte=20), name="member_has_some_interests"),
        ]

    def __str__(self):
        return f"What {self.member} wants by mail"


class Noticed(models.Model):
    """One thing of which a member was told by a notice, so that they are not told again: `what` names the fact."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="noticed")
    what = models.CharField(max_length=80, help_text="Kind and key of the fact: loan_confirmed:12.")
    told_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["told_on"], name="noticed_by_day")]
        constraints = [models.UniqueConstraint(fields=["member", "what"], name="member_is_told_of_a_thing_once")]

    def __str__(self):
        return self.what


class NoticeRound(models.Model):
    """That a school's notices of a day were gathered; one that was begun and not finished is gone over again."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "day"], name="notices_of_a_day_are_gathered_once")]

    def __str__(self):
        return f"{self.school}, {self.day}"
