"""Messages for tests: a school whose mail never rests, and some of it in the outbox."""

from django.utils import timezone

from outreach.letters.mould import Letter
from outreach.models import MailRules, Message
from outreach.outbox.posting import message_to, post

LETTER = Letter("What will you teach next term?", "Dear colleague,\nwhat next?\n", "<p>Dear colleague, what next?</p>")


def never_rests(school):
    """Gives a school rules under which mail goes out at any hour of any day."""
    return MailRules.objects.create(school=school, quiet_from="00:00", quiet_until="00:00", goes_out_on_weekends=True)


def write(member, *, key="call:1", now=None, address=None, letter=LETTER, kind=Message.Kind.CALL, **more):
    """Posts a Message to a member, or to an address that belongs to nobody here, and returns it."""
    now = now or timezone.now()
    message = message_to(member, kind=kind, key=key, letter=letter, now=now, **more)
    if address:
        message.member, message.to_address = None, address
    post([message], now=now)
    return Message.objects.get(school_id=member.school_id, key=key)


def write_to_many(school, addresses, *, first=0, now=None):
    """Posts a Message to each of the addresses, which belong to nobody here; their keys count on from `first`."""
    now = now or timezone.now()
    post(
        [
            Message(
                school=school,
                kind=Message.Kind.TEST,
                key=f"call:1:{number}",
                to_name=f"Teacher {number}",
                to_address=address,
                subject=LETTER.subject,
                text=LETTER.text,
                html=LETTER.html,
                created_at=now,
                not_before=now,
            )
            for number, address in enumerate(addresses, first)
        ],
        now=now,
    )
