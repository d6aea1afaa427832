"""Reads for the pages of the outbox: a page of messages, what is not done with, what went out last."""

from dataclasses import dataclass, field

from django.db.models import Count, Max, Min, Q

from collab.found import COUNTED_UP_TO, Found
from outreach.models import MailRules, Message
from outreach.outbox.filters import NEED_A_PERSON

PAGE_SIZE = 50
SHOWN_UNKNOWN = 5
State = Message.State
OF_A_ROW = (
    "kind",
    "member__name",
    "to_name",
    "to_address",
    "subject",
    "state",
    "not_before",
    "attempts",
    "last_error",
    "claimed_at",
    "handed_at",
    "finished_at",
    "settled_by_id",
    "created_at",
    "reduced_at",
)


def page_of_messages(*, member, asked):
    """The page asked for, as `Found`; two queries, however many messages there are."""
    messages = asked.narrow(Message.objects.visible_to(member))
    start = (asked.page - 1) * PAGE_SIZE
    rows = list(messages.select_related("member").only(*OF_A_ROW)[start : start + PAGE_SIZE + 1])
    total = messages.order_by()[: COUNTED_UP_TO + 1].values("pk").count()
    has_next = len(rows) > PAGE_SIZE
    return Found(rows[:PAGE_SIZE], asked.page, total, has_next=has_next, one="message", many="messages")


def messages_with_people(member):
    """The messages that a member may see, each with whom it is for and who had to do with it."""
    return Message.objects.visible_to(member).select_related("member", "caused_by", "settled_by", "school")


def rules_for(member):
    """The MailRules of the member's school with who paused the mail, or unsaved ones with the defaults. One query."""
    found = MailRules.objects.visible_to(member).select_related("paused_by").first() or MailRules()
    found.school = member.school
    return found


@dataclass(frozen=True)
class OfOneError:
    """How many messages one sentence of the mail server holds up; `next_at` is when one is tried again."""

    error: str
    number: int
    since: object
    next_at: object


@dataclass
class Standing:
    """How many messages are in which state, of those that are not done with, and what holds them up."""

    numbers: dict = field(default_factory=dict)
    failed: list = field(default_factory=list)
    retried: list = field(default_factory=list)

    @property
    def waiting(self):
        return self.numbers.get(State.QUEUED, 0)

    @property
    def on_their_way(self):
        return self.numbers.get(State.SENDING, 0)

    @property
    def failures(self):
        return self.numbers.get(State.FAILED, 0)

    @property
    def unknown(self):
        return self.numbers.get(State.UNKNOWN, 0)

    @property
    def held_up(self):
        """How many wait because they were tried and not taken."""
        return sum(group.number for group in self.retried)

    @property
    def next_try(self):
        """When the first of these is tried again; None where there is none."""
        return min((group.next_at for group in self.retried), default=None)


def standing(member):
    """The Standing of the school's mail: one query over what is not done with."""
    groups = (
        Message.objects.visible_to(member)
        .filter(state__in=(State.QUEUED, State.SENDING, *NEED_A_PERSON), reduced_at__isnull=True)
        .order_by()
        .values_list("state", "last_error")
        .annotate(
            number=Count("pk"),
            tried=Count("pk", filter=Q(attempts__gt=0)),
            since=Max("finished_at"),
            next_at=Min("not_before", filter=Q(attempts__gt=0)),
        )
        .order_by("-number", "last_error")
    )
    found = Standing()
    for state, error, number, tried, since, next_at in groups:
        found.numbers[state] = found.numbers.get(state, 0) + number
        if state == State.FAILED:
            found.failed.append(OfOneError(error, number, since, None))
        elif state == State.QUEUED and tried and error:
            found.retried.append(OfOneError(error, tried, None, next_at))
    return found


def unknown_messages(member):
    """The latest messages of which nobody knows whether they went out."""
    unknown = Message.objects.visible_to(member).filter(state=State.UNKNOWN, reduced_at__isnull=True)
    return list(unknown.select_related("member").only(*OF_A_ROW).order_by("-created_at", "-pk")[:SHOWN_UNKNOWN])


def latest(member, state):
    """The latest message of the school that came to a state, or None."""
    messages = Message.objects.visible_to(member).filter(state=state)
    return messages.select_related("member").only(*OF_A_ROW).order_by("-created_at", "-pk").first()


def overdue(member, *, since):
    """How many messages might have gone out before a moment and were not even tried, and since when the first waits."""
    waiting = Message.objects.visible_to(member).waiting().filter(not_before__lt=since)
    return waiting.aggregate(number=Count("pk"), first=Min("not_before"))
