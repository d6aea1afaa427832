"""Putting messages into the outbox: each reason once, in clean lines, to an address that takes mail."""

import json
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from outreach.models import FailingAddress, Message

State = Message.State
AT_ONCE = 500  # rows in one statement
COLUMNS = [field.column for field in Message._meta.concrete_fields if not field.primary_key]
NAMED = ", ".join(COLUMNS)
# All rows as one value: two dozen values for each of them cost Django more than their letters cost to render.
POST = f"""
INSERT INTO outreach_message ({NAMED}) SELECT {NAMED} FROM json_populate_recordset(NULL::outreach_message, %s)
ON CONFLICT DO NOTHING
"""  # noqa: S608 - the names of our own columns
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
LONGEST_SUBJECT = Message._meta.get_field("subject").max_length
LONGEST_NAME = Message._meta.get_field("to_name").max_length


def can_be_written_to(member):
    """Whether a member has an address to which mail can go."""
    try:
        validate_email(member.email)
    except ValidationError:
        return False
    return True


def that_take_mail(members):
    """Those of some members of one school to whom mail goes: no mail server refused their address. One query."""
    members = [member for member in members if can_be_written_to(member)]
    refused = _refused(members[0].school_id) if members else {}
    return [member for member in members if member.email not in refused]


def message_to(member, *, kind, key, letter, now, **more):
    """A Message with a Letter to a member, not yet in the outbox.

    `key` is the reason for it, unique in the school. `more`: `links`, `headers`, `not_before` (now), `not_after`,
    `caused_by`.
    """
    return Message(
        school_id=member.school_id,
        kind=kind,
        key=key,
        member=member,
        to_name=one_line(member.name)[:LONGEST_NAME],
        to_address=member.email,
        subject=one_line(letter.subject)[:LONGEST_SUBJECT],
        text=letter.text,
        html=letter.html,
        created_at=now,
        **({"not_before": now} | more),
    )


@transaction.atomic(savepoint=False)
def post(messages, *, now):
    """Puts Messages of one school into the outbox; those whose key is there already stay out of it.

    What goes to an address that a mail server refused for good is not tried again: it fails at once, and says why.
    Returns how many go out.
    """
    if not messages:
        return 0
    refused = _refused(messages[0].school_id)
    for message in messages:
        if message.to_address in refused:
            message.state, message.finished_at = State.FAILED, now
            message.last_error = refused[message.to_address]
    with connection.cursor() as cursor:
        for start in range(0, len(messages), AT_ONCE):
            rows = [_row(message) for message in messages[start : start + AT_ONCE]]
            cursor.execute(POST, [json.dumps(rows, default=str)])
    return sum(message.state == State.QUEUED for message in messages)


def _refused(school_id):
    """Address → why a mail server refused it for good."""
    return dict(FailingAddress.objects.filter(school_id=school_id).values_list("address", "sentence"))


def _row(message):
    """The columns of a Message: dict."""
    return {column: message.__dict__[column] for column in COLUMNS}


def one_line(text):
    """A text as one line of a header: no control sign, and no line break of whatever kind."""
    return " ".join(CONTROL.sub(" ", text).split())
