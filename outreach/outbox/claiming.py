"""Taking messages out of the queue: one worker at a time has each, and none more than may go out."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from collab.models import School
from outreach.models import Claim, Message
from outreach.outbox.rules import PAUSED, rules_of, why_it_rests
from outreach.outbox.turns import no_other_claims, nobody_pauses

Kind, State = Message.Kind, Message.State
AT_ONCE = 100  # messages of a bunch
MINUTE = timedelta(minutes=1)
A_CLAIM_ENDS_AFTER = timedelta(minutes=2)
IT_IS_ON_ITS_WAY_FOR = timedelta(minutes=5)
ITS_WORKER_ENDED = "The worker that sent it ended before it knew."
THE_DATABASE_ENDED = "The database server broke down while this was being sent."
FREE = Q(claimed_at=None) | Q(claimed_at__lt=F("not_before"))  # Whoever put it off is done with it.


@transaction.atomic
def claim(*, now):
    """A Claim and its messages: up to `AT_ONCE` that may go out now, those first that wait longest; None and [].

    The school's rules are asked here, and how many may go out in a minute; a test goes out at any hour, unless mail
    is paused.
    """
    nobody_pauses()
    most = min(AT_ONCE, _room(now)) if settings.MAIL_PER_MINUTE else AT_ONCE
    free = Message.objects.waiting().filter(FREE, not_before__lte=now).exclude(_rest(now))
    messages = list(free.order_by("not_before", "pk").select_for_update(skip_locked=True, no_key=True)[:most])
    if not messages:
        return None, []
    with connection.cursor() as cursor:  # That they are claimed has to be on the disk before the first one goes out.
        cursor.execute("SET LOCAL synchronous_commit = 'on'")
    taken = Claim.objects.create(claimed_at=now)
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(claimed_by=taken.pk, claimed_at=now)
    return taken, messages


@transaction.atomic
def let_go(taken):
    """The end of a Claim: what is left of it is free again, without an attempt."""
    nobody_pauses()
    Message.objects.waiting().filter(claimed_by=taken.pk).exclude(FREE).update(claimed_by=None, claimed_at=None)
    taken.delete()


def next_room(*, now):
    """When one more may be claimed, where settings.MAIL_PER_MINUTE is used up; None where it is not, or has none."""
    if not settings.MAIL_PER_MINUTE:
        return None
    lately = _lately(now).order_by("-claimed_at").values_list("claimed_at", flat=True)
    earliest = lately[settings.MAIL_PER_MINUTE - 1 : settings.MAIL_PER_MINUTE].first()
    return earliest and earliest + MINUTE


@transaction.atomic
def settle_left_behind(*, now):
    """What workers left that ended too early: free again, or unknown where it may have gone out.

    Notes of single messages are not waited for until they are on the disk, see `marking`. They survive the end of a
    worker; a crash of the database server may take the latest along, and then empties the table of claims as well.
    """
    nobody_pauses()
    handed = Message.objects.filter(state=State.SENDING, handed_at__lt=now - IT_IS_ON_ITS_WAY_FOR)
    handed.update(state=State.UNKNOWN, finished_at=now, last_error=ITS_WORKER_ENDED)
    ended = Message.objects.waiting().filter(claimed_at__lt=now - A_CLAIM_ENDS_AFTER)
    is_known = Exists(Claim.objects.filter(pk=OuterRef("claimed_by")))
    ended.filter(~is_known).exclude(FREE).update(state=State.UNKNOWN, finished_at=now, last_error=THE_DATABASE_ENDED)
    ended.update(claimed_by=None, claimed_at=None)


def forget_old_claims(*, now):
    """Deletes claims whose worker ended; their messages are settled long since."""
    Claim.objects.filter(claimed_at__lt=now - timedelta(days=1)).delete()


def _rest(now):
    """Which messages rest now, as a condition."""
    waiting = Message.objects.waiting().filter(school=OuterRef("pk"), not_before__lte=now)
    schools = School.objects.filter(Exists(waiting)).select_related("mail_rules")
    why = {school.pk: why_it_rests(rules_of(school), now) for school in schools}
    paused = [pk for pk, reason in why.items() if reason == PAUSED]
    others = [pk for pk, reason in why.items() if reason and reason != PAUSED]
    return Q(school__in=paused) | (Q(school__in=others) & ~Q(kind=Kind.TEST))


def _room(now):
    """How many more may be claimed, by whichever worker; whoever asks meanwhile waits for the end of this claim."""
    no_other_claims()
    return max(0, settings.MAIL_PER_MINUTE - _lately(now).count())


def _lately(now):
    return Message.objects.filter(claimed_at__gt=now - MINUTE)
