"""What a notice told that never went out was not told: it is forgotten, and the next notice tells what still stands."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from collab.writing import one_at_a_time
from outreach.models import Message, Noticed
from outreach.notices.keys import ALL, all_of, day_of
from outreach.notices.unwanted import REPLACED, SWITCHED_OFF
from outreach.outbox.queueing import UNCLAIMED
from outreach.outbox.sending import TOO_LATE

State = Message.State
# What a person cancelled is left at that; what fell to these sentences is told another time.
NEVER_WENT_OUT = Q(state=State.FAILED) | Q(state=State.CANCELLED, last_error__in=(TOO_LATE, REPLACED, SWITCHED_OFF))
LOOKED_BACK = timedelta(days=130)  # longer than any holidays


@transaction.atomic
def take_back_what_waits(*, school, on, now):
    """Cancels the notices of a school's earlier days that still wait, and forgets what those told that never went out.

    A worker may have one in its bunch: it cannot hand it over any more.
    """
    one_at_a_time(school.pk)
    earlier = Message.objects.filter(
        school=school, kind=Message.Kind.NOTICE, key__startswith=ALL, created_at__gte=now - LOOKED_BACK
    ).exclude(key__startswith=all_of(on))
    earlier.waiting().update(state=State.CANCELLED, last_error=REPLACED, finished_at=now, **UNCLAIMED)
    _forget(earlier.filter(NEVER_WENT_OUT, member__isnull=False))


def _forget(notices):
    """Forgets what these notices told. One query where there are none."""
    lost = {(member, day_of(key)) for member, key in notices.values_list("member", "key")}
    if not lost:
        return
    members, days = map(set, zip(*lost, strict=True))
    told = Noticed.objects.filter(member__in=members, told_on__in=days).values_list("pk", "member", "told_on")
    Noticed.objects.filter(pk__in=[pk for pk, *whose in told if tuple(whose) in lost]).delete()
