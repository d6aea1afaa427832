"""What became of the demo's mail: nearly all of it arrived, one address refused it, and of one nobody knows."""

from datetime import datetime, time, timedelta

from django.db.models import F

from outreach.models import FailingAddress, Message

State = Message.State
A_MOMENT = timedelta(seconds=40)
REFUSED = "550 5.1.1 The address does not exist"
WHO_HAS_MOVED = "liam"


def build(*, school, people, today):
    """Everything that was posted before a day is out; later mail waits for the worker."""
    begins = datetime.combine(today, time.min, tzinfo=school.zone)
    old = Message.objects.filter(school=school, state=State.QUEUED, created_at__lt=begins)
    moved = people.get(WHO_HAS_MOVED)
    refused = {"state": State.FAILED, "finished_at": F("created_at") + A_MOMENT, "last_error": REFUSED}
    if moved and old.filter(member=moved).update(**refused):
        FailingAddress.objects.create(school=school, address=moved.email, sentence=REFUSED, failed_at=begins)
    if last := old.filter(kind=Message.Kind.DIGEST).order_by("-created_at", "pk").first():
        Message.objects.filter(pk=last.pk).update(
            state=State.UNKNOWN,
            handed_at=F("created_at") + A_MOMENT,
            finished_at=F("created_at") + 8 * A_MOMENT,
            last_error="The worker that sent it ended before it knew.",
        )
    arrive(old)


def pass_a_day(*, school, people):
    """What was posted has arrived, before more is written; what goes to the refused address waits for the end."""
    waiting = Message.objects.waiting().filter(school=school)
    moved = people.get(WHO_HAS_MOVED)
    arrive(waiting.exclude(member=moved) if moved else waiting)


def arrive(messages):
    """Messages that waited are out, each a moment after it was posted."""
    at = F("created_at") + A_MOMENT
    messages.update(state=State.SENT, attempts=1, handed_at=at, finished_at=at)
