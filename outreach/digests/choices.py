"""Named writes to what a member wants by mail."""

from django.db import transaction

from collab.writing import stamp, write_over
from outreach.models import MailChoices

Every = MailChoices.Every


def choices_for(member):
    """What a member chose; the defaults, unsaved and of version 0, where they chose nothing yet."""
    chosen = MailChoices.objects.select_related("changed_by").filter(member=member).first()
    return chosen or MailChoices(member=member, version=0)


@transaction.atomic
def choose(*, choices, values, version, by, now):
    """Keeps what a member chose, who read it at `version` (0: there was nothing). Raises `RowChanged`.

    Whoever chooses anew after stopping the digest by its link is not stopped any more.
    """
    choices, _ = MailChoices.objects.get_or_create(member=choices.member)
    if not version and choices.changed_at is None:
        # A digest that went out meanwhile made the row, with the defaults that the form began with.
        version = choices.version
    if values["digest_every"] != Every.NEVER:
        values = values | {"stopped_at": None}
    return write_over(choices, values, version=version, sentences={}, by=by, now=now)


def stop_digest(*, choices, now):
    """The digest is not sent any more; twice does no harm."""
    sent = MailChoices.objects.exclude(digest_every=Every.NEVER)
    sent.filter(pk=choices.pk).update(digest_every=Every.NEVER, stopped_at=now, **_stamp(choices, now))


def resume_digest(*, choices, now):
    """What was stopped is sent again, every week."""
    stopped = MailChoices.objects.filter(pk=choices.pk, digest_every=Every.NEVER)
    stopped.update(digest_every=Every.WEEK, stopped_at=None, **_stamp(choices, now))


def _stamp(choices, now):
    return stamp(by=choices.member, now=now)
