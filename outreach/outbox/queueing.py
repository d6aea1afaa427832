"""Putting messages that failed, were cancelled or perhaps went out into the queue once more."""

from django.db.models import EmailField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from collab.models import Member
from outreach.models import FailingAddress, Message

State = Message.State
UNCLAIMED = {"claimed_by": None, "claimed_at": None}
NOW_AT = Subquery(Member.objects.filter(pk=OuterRef("member_id")).values("email"))


def failed_of(by, error):
    """The messages of the school of `by` that failed with this sentence (with any, for None) and are kept in full."""
    failed = Message.objects.filter(school_id=by.school_id, state=State.FAILED, reduced_at__isnull=True)
    return failed if error is None else failed.filter(last_error=error)


def queue(messages, *, by, now, **more):
    """Moves messages into the queue as if they were new, to the address of today. Returns how many.

    The queryset names the state that they are in, and no other table: a worker may be at them at the same moment.
    """
    return messages.update(
        state=State.QUEUED,
        to_address=_address(),
        not_before=now,
        attempts=0,
        last_error="",
        finished_at=None,
        settled_by=by,
        **UNCLAIMED,
        **more,
    )


def queue_those_of_use(keys, *, by, now):
    """Queues those of these failed messages that can arrive and are not too late. Returns how many go and stay."""
    refused = FailingAddress.objects.filter(school_id=by.school_id).values("address")
    of_use = (
        Message.objects.filter(pk__in=keys)
        .exclude(not_after__lte=now)
        .exclude(member__deactivated_at__isnull=False)
        .annotate(goes_to=_address())
        .exclude(goes_to__in=refused)
    )
    chosen = list(of_use.values_list("pk", flat=True))
    gone = queue(Message.objects.filter(pk__in=chosen, state=State.FAILED), by=by, now=now)
    return gone, len(keys) - gone


def _address():
    """Where a message goes: to the address that its person has now, or, where that is empty, as it was written."""
    return Coalesce(NullIf(NOW_AT, Value("")), F("to_address"), output_field=EmailField())
