"""Which digests reached their readers, and which did not: those that failed, were cancelled, or still wait."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from collab.models import Member
from outreach.models import Digest, Message
from outreach.outbox.claiming import FREE
from outreach.outbox.queueing import UNCLAIMED

State = Message.State
NEXT_CAME = "The next digest took its place, with what fits out of both."
# What a worker has in its hands already, and what perhaps went out, counts as read: nobody is told a thing twice.
NOT_READ = Q(state__in=(State.FAILED, State.CANCELLED)) | (Q(state=State.QUEUED) & FREE)
# As `key_of` writes it.
KEY = Concat(Value("digest:"), Cast("edition_id", CharField()), Value(":"), Cast("member_id", CharField()))


@dataclass(frozen=True)
class Had:
    """The digests that were made for a member. `last_at`, `last_monday`: when the last that reached them was made, and
    the Monday of its week; None where none did. `since`: what came after this moment is in none that they read.
    """

    last_at: datetime | None
    last_monday: date | None
    since: datetime


def key_of(edition_id, member_id):
    """The reason for the message with which a digest goes out."""
    return f"digest:{edition_id}:{member_id}"


def digests_had_by(members):
    """Member's key → Had, of those of some members for whom any was made. One query."""
    made = Digest.objects.filter(member=OuterRef("pk")).order_by("made_at")
    message = Message.objects.filter(NOT_READ, school=OuterRef(OuterRef("school")), key=OuterRef("key"))
    read = made.annotate(key=KEY).filter(~Exists(message)).reverse()
    had = Member.objects.filter(pk__in=[member.pk for member in members]).annotate(
        last_at=Subquery(read.values("made_at")[:1]),
        last_monday=Subquery(read.values("edition__monday")[:1]),
        first_since=Subquery(made.values("since")[:1]),
    )
    had = had.values_list("pk", "last_at", "last_monday", "first_since")
    return {member: Had(last_at, monday, last_at or since) for member, last_at, monday, since in had if since}


def take_the_place_of_waiting(digests, *, now):
    """Cancels what still waits of the digests before these, which have all that fits: nobody gets two at once.

    What somebody else is at in this moment is left to them. Two queries.
    """
    members = [one.member for one in digests]
    waiting = Message.objects.waiting().filter(FREE, kind=Message.Kind.DIGEST, member__in=members)
    mine = list(waiting.select_for_update(skip_locked=True, no_key=True).order_by().values_list("pk", flat=True))
    ended = {"state": State.CANCELLED, "finished_at": now, "last_error": NEXT_CAME}
    Message.objects.filter(pk__in=mine).update(**ended, **UNCLAIMED)
