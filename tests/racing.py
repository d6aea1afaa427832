"""Two writes that meet: one is under way when the other begins."""

import threading
import time

from django.db import connection, transaction

PATIENCE = 10  # seconds, on a machine that has other things to do
# Within a transaction the list of who does what stays as it was first seen, unless one asks for a new one.
SOMEBODY_WAITS = """SELECT pg_stat_clear_snapshot() IS NOT NULL AND EXISTS (
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"""


def refusals(first, second, *, of):
    """Runs `first`, and `second` while the transaction of the first is open; the refusals that were raised, as texts.

    `of`: the error, or a tuple of errors, that counts as a refusal.
    """
    is_under_way, is_over, refused = threading.Event(), threading.Event(), []

    def unhurried():
        with transaction.atomic():
            first()
            is_under_way.set()
            until_the_other_waits(is_over)

    def meanwhile():
        is_under_way.wait(timeout=PATIENCE)
        try:
            second()
        finally:
            is_over.set()

    def told(run):
        try:
            run()
        except of as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=told, args=[run]) for run in (unhurried, meanwhile)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def until_the_other_waits(is_over):
    """Returns once another connection waits for a lock of this one, or the other has come to its end without."""
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at and not is_over.wait(0.01):
        with connection.cursor() as cursor:
            cursor.execute(SOMEBODY_WAITS)
            if cursor.fetchone() == (True,):
                return
