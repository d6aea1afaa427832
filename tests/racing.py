"""Two writes that meet: one is under way when the other begins."""

import threading
import time

from django.db import connection, transaction

HESITATION = 0.5  # seconds for which the first one keeps its transaction open


def refusals(first, second, *, of):
    """Runs `first`, and `second` while the transaction of the first is open; the refusals that were raised, as texts.

    `of`: the error, or a tuple of errors, that counts as a refusal.
    """
    is_under_way, refused = threading.Event(), []

    def unhurried():
        with transaction.atomic():
            first()
            is_under_way.set()
            time.sleep(HESITATION)

    def meanwhile():
        is_under_way.wait(timeout=10)
        second()

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
