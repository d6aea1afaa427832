"""A test message to oneself, through the outbox like any other."""

from collab.errors import Refused
from outreach.letters.mould import letter
from outreach.models import Message
from outreach.outbox.posting import can_be_written_to, message_to, post


def send_test(*, by, now):
    """Puts a test message to `by` into the outbox. Returns it; a second click at once makes no second one.

    Raises `Refused` where `by` has no address.
    """
    if not can_be_written_to(by):
        raise Refused("There is no e-mail address of yours here. Enter one in your details first.")
    key = f"test:member-{by.pk}:{now:%Y%m%d%H%M%S}"
    written = letter("mail_test", personal={"name": by.name}, school=by.school, at=now.astimezone(by.school.zone))
    post([message_to(by, kind=Message.Kind.TEST, key=key, letter=written, now=now, caused_by=by)], now=now)
    return Message.objects.get(school_id=by.school_id, key=key)
