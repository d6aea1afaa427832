"""Named writes to when the mail of a school goes out: paused, let out again, quiet hours."""

from django.db import transaction

from collab.errors import AlreadyDone
from collab.writing import write_over
from outreach.models import MailRules, Message
from outreach.outbox.queueing import UNCLAIMED
from outreach.outbox.turns import no_bunch_moves

State = Message.State


@transaction.atomic
def pause(*, by, now):
    """Holds all mail of the school, also what a worker has in its bunch already. Raises `AlreadyDone`."""
    no_bunch_moves()
    rules = _rules(by)
    if not rules.filter(paused_at__isnull=True).update(paused_at=now, paused_by=by):
        raise AlreadyDone("Somebody paused the mail in the meantime.")
    Message.objects.filter(school_id=by.school_id, state=State.QUEUED, claimed_by__isnull=False).update(**UNCLAIMED)


@transaction.atomic
def resume(*, by, now):
    """Lets the mail of the school go out again: from now on, which is no delay of whoever carries it.

    Raises `AlreadyDone`.
    """
    if not _rules(by).filter(paused_at__isnull=False).update(paused_at=None, paused_by=None):
        raise AlreadyDone("Somebody let the mail go out again in the meantime.")
    Message.objects.filter(school_id=by.school_id, state=State.QUEUED, not_before__lt=now).update(not_before=now)


@transaction.atomic
def change_rules(*, version, values, by, now):
    """Writes quiet hours, weekends and how long texts are kept, read at `version`. Raises `RowChanged`."""
    return write_over(_rules(by).get(), values, version=version, sentences={}, by=by, now=now)


def _rules(by):
    """The rules of the school as a queryset of one row, which is made where the school had only the defaults."""
    MailRules.objects.get_or_create(school_id=by.school_id)
    return MailRules.objects.filter(school_id=by.school_id)
