"""Messages in the outbox, for tests that look at them."""

from datetime import timedelta
from uuid import uuid4

from outreach.letters.links import mark
from outreach.models import FailingAddress, Message
from tests.cast import NOW

State = Message.State
FINISHED = {State.SENT, State.FAILED, State.UNKNOWN, State.CANCELLED}
REFUSED = "The mail server said: 550 5.1.1 No such user here"
HTML = (
    '<!DOCTYPE html><html><head><title>Collab</title></head><body><p>Dear you</p><a href="{}">Answer</a></body></html>'
)


def in_outbox(member, state=State.QUEUED, **values):
    """A message to a member in some state, with a personal link in it."""
    about = {
        "school": member.school,
        "kind": Message.Kind.CALL,
        "key": f"test:{uuid4()}",
        "member": member,
        "to_name": member.name,
        "to_address": member.email,
        "subject": "What will you teach next term?",
        "text": f"Dear {member.name},\n\nanswer here: {mark('answer')}\n",
        "html": HTML.format(mark("answer")),
        "links": {"answer": "12-nonce"},
        "state": state,
        "not_before": NOW - timedelta(hours=1),
        "created_at": NOW - timedelta(hours=1),
    }
    if state in FINISHED:
        about |= {"finished_at": NOW - timedelta(minutes=10), "attempts": 1}
        about["handed_at"] = about["finished_at"]
    if state == State.SENDING:
        about |= {"claimed_by": uuid4(), "claimed_at": NOW, "handed_at": NOW, "attempts": 1}
    return Message.objects.create(**about | values)


def refused(member, address=None, sentence=REFUSED):
    """An address of a member that the mail server refused."""
    return FailingAddress.objects.create(
        school=member.school, address=address or member.email, sentence=sentence, failed_at=NOW
    )
