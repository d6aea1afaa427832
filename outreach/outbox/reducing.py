"""Old mail becomes a line of a log: that something went out, when and why, and no longer what it said."""

from collections import defaultdict
from datetime import timedelta

from collab.models import School
from outreach.models import Message
from outreach.outbox.rules import rules_of

NOTHING = {
    "subject": "",
    "text": "",
    "html": "",
    "headers": {},
    "links": {},
    "to_name": "",
    "to_address": "",
    "last_error": "",
}


def reduce_old(*, now):
    """Takes text and address out of messages that were finished longer ago than their school keeps them.

    What was cancelled and is not too late yet may go out after all, as letters of a call do when its pause ends.
    """
    schools = defaultdict(list)
    for school in School.objects.select_related("mail_rules"):
        schools[rules_of(school).keep_days].append(school.pk)
    for days, keys in schools.items():
        before = now - timedelta(days=days)
        old = Message.objects.filter(school__in=keys, created_at__lt=before, finished_at__lt=before, reduced_at=None)
        old.exclude(state=Message.State.CANCELLED, not_after__gt=now).update(**NOTHING, reduced_at=now)
