"""Whom a bunch is for on the day on which it leaves: who has left, where each can be reached, and who cannot."""

from typing import NamedTuple

from django.db import connection

# The address is that of `queueing`. It is one statement for a bunch, which as a rule finds nothing, so that nothing is
# made of its rows: each mail waits for this.
CHANGED = """
SELECT bunch.id, bunch.name, bunch.deactivated_at IS NOT NULL, bunch.address, failing.sentence
FROM (
    SELECT message.id, message.school_id, message.to_address, member.name, member.deactivated_at,
        coalesce(nullif(member.email, ''), message.to_address) AS address
    FROM outreach_message AS message LEFT JOIN collab_member AS member ON member.id = message.member_id
    WHERE message.id = ANY(%s)
) AS bunch
LEFT JOIN outreach_failingaddress AS failing
    ON failing.school_id = bunch.school_id AND failing.address = bunch.address
WHERE bunch.deactivated_at IS NOT NULL OR bunch.address <> bunch.to_address OR failing.id IS NOT NULL
"""


class Change(NamedTuple):
    """What is not as it was when a message was written; `refusal` is what the mail server said of its address."""

    name: str | None
    has_left: bool
    address: str
    refusal: str | None


def what_changed(messages):
    """For whom something is not as it was when these Messages were written: dict of pk → Change. One query."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [[message.pk for message in messages]])
        return {pk: Change(*change) for pk, *change in cursor.fetchall()}


def why_gone(changes):
    """Which messages are for somebody who has left: dict of pk → the sentence that says so."""
    return {
        pk: f"{change.name} has left the school. Nothing is sent to them any more."
        for pk, change in changes.items()
        if change.has_left
    }


def take_to_today(messages, changes):
    """Gives Messages the address that their person has now. Returns those that had another one."""
    moved = [
        message for message in messages if message.pk in changes and changes[message.pk].address != message.to_address
    ]
    for message in moved:
        message.to_address = changes[message.pk].address
    return moved


def refusals(messages, changes):
    """What the mail server said of addresses to which these Messages go: dict of (school, address) → sentence."""
    refused = [message for message in messages if message.pk in changes and changes[message.pk].refusal is not None]
    return {(message.school_id, message.to_address): changes[message.pk].refusal for message in refused}
