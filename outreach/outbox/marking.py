"""Notes of what becomes of single messages: one statement ends one message and begins the next.

It does not wait until the disk has the note (`synchronous_commit`), which would take as long as all the rest. Every
other connection sees it at once, and it outlives the worker. If the database server itself breaks down, the notes of
its last moments are lost; then its table of claims is empty, and `claiming.settle_left_behind` takes nothing that was
claimed for unsent.
"""

from django.db import connection, transaction
from psycopg import Cursor
from psycopg.types.numeric import Int8

from outreach.models import FailingAddress, Message
from outreach.outbox.turns import nobody_pauses

State = Message.State

MARK = """
WITH ended AS (
    UPDATE outreach_message
    SET state = %(state)s, last_error = %(last_error)s, finished_at = %(finished_at)s, not_before = %(not_before)s
    WHERE id = %(ended)s AND state = 'sending' AND claimed_by = %(claim)s
), begun AS (
    UPDATE outreach_message
    SET state = 'sending', handed_at = %(now)s, attempts = attempts + 1
    WHERE id = %(begun)s AND state = 'queued' AND claimed_by = %(claim)s
    RETURNING id
)
SELECT set_config('synchronous_commit', 'off', true), (SELECT count(*) FROM begun)
"""
NOTHING_ENDS = {"ended": None, "state": None, "last_error": None, "finished_at": None, "not_before": None}


class Marks:
    """Notes for the messages of one Claim.

    `refusals`: what the mail server said of addresses, (school, address) → sentence; those of this bunch are added.
    """

    def __init__(self, claim):
        self.claim = claim
        self.refusals = {}
        self.ended = NOTHING_ENDS
        # Django's own cursor fills values in by itself; this one of psycopg has the server prepare the statement.
        self.cursor = Cursor(connection.connection)

    def end(self, message, outcome, *, now):
        """Has it noted, together with the beginning of the next one, what became of a message that was begun."""
        if outcome.is_of_address:
            self.refusals[message.school_id, message.to_address] = note_failing(message, outcome.sentence, now=now)
        self.ended = {"ended": Int8(message.pk), **outcome.fields(message, now)}

    def begin(self, message, *, now):
        """Notes that a message is being handed over; whether it may be: it may be cancelled, or somebody else's."""
        values = {**self.ended, "claim": self.claim.pk, "now": now, "begun": message and Int8(message.pk)}
        self.ended = NOTHING_ENDS
        _, begun = self.cursor.execute(MARK, values).fetchone()
        if begun:
            message.attempts += 1
        return bool(begun)

    def finish(self, *, now):
        """Notes what became of the last message."""
        self.begin(None, now=now)

    def set_aside(self, message, state, sentence, *, now):
        """Ends a message that is not handed over at all: it is cancelled, or no mail can be made of it."""
        waiting = Message.objects.waiting().filter(pk=message.pk, claimed_by=self.claim.pk)
        waiting.update(state=state, last_error=sentence, finished_at=now)

    @transaction.atomic
    def take_to(self, messages):
        """Notes that messages go to another address than that for which they were written. One statement for all."""
        nobody_pauses()
        Message.objects.waiting().filter(claimed_by=self.claim.pk).bulk_update(messages, ["to_address"])

    def refusal_of(self, message):
        """What the mail server said when it refused the address of a message for good; None where it did not."""
        return self.refusals.get((message.school_id, message.to_address))

    def put_off(self, messages, outcome, *, now):
        """Has the whole bunch wait, since the mail server cannot be reached: a try for each, and nobody's fault."""
        for message in messages:
            message.attempts += 1
            waiting = Message.objects.waiting().filter(pk=message.pk, claimed_by=self.claim.pk)
            waiting.update(attempts=message.attempts, **outcome.fields(message, now))


def note_failing(message, sentence, *, now):
    """Remembers that the mail server takes nothing for an address. Returns what it said, as long as it is kept."""
    failing = FailingAddress(
        school_id=message.school_id, address=message.to_address, sentence=sentence[:500], failed_at=now
    )
    FailingAddress.objects.bulk_create([failing], ignore_conflicts=True)
    return failing.sentence
