"""Taking turns at the queue: whoever needs one waits for those who have theirs, until their transaction has ended."""

from django.db import connection

# Locks of the database; the numbers are ours alone.
THE_RATE = 5_202_611
THE_PAUSE = 5_202_612


def no_other_claims():
    """Until this transaction ends nobody else counts how many messages may still be claimed in this minute."""
    _ask("SELECT pg_advisory_xact_lock(%s)", THE_RATE)


def nobody_pauses():
    """Until this transaction ends nobody pauses mail. Any number of workers may ask for that at the same time.

    So a pause finds all that was claimed under the rules of before; and each changes many rows, in whatever order.
    """
    _ask("SELECT pg_advisory_xact_lock_shared(%s)", THE_PAUSE)


def no_bunch_moves():
    """Until this transaction ends no worker takes a bunch or gives one back, so that all of it can be held."""
    _ask("SELECT pg_advisory_xact_lock(%s)", THE_PAUSE)


def _ask(question, lock):
    with connection.cursor() as cursor:
        cursor.execute(question, [lock])
