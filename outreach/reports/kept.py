"""Rows that were counted once are kept for as long as nothing was written since: then counting again finds the same.

Whether something was written is not guessed. The snapshot of a transaction says which transactions it sees, and so two
with the same one read the same rows, whatever the statement (PostgreSQL, "Transaction ID and Snapshot Information
Functions"). Only a transaction that has written itself sees more than its snapshot says; for it nothing is kept. Rows
that were counted a moment after the snapshot was read are at most newer than it.
"""

import json
from hashlib import sha256

from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

KEPT_FOR = 10 * 60  # Seconds. Only a bound for what lies about: what was written makes it useless before.
# A copy of a database has a number of its own, and another server began at another moment.
SEEN = """
    SELECT pg_current_snapshot()::text, pg_postmaster_start_time()::text, pg_database.oid
    FROM pg_database WHERE datname = current_database() AND pg_current_xact_id_if_assigned() IS NULL
"""


def kept_rows(sql, params):
    """The rows of a reading statement, list of tuples: kept ones if nothing was written since. One or two queries."""
    with connection.cursor() as cursor:
        seen = cursor.execute(SEEN).fetchone()
        key = _key(seen, sql, params) if seen else None
        rows = cache.get(key) if key else None
        if rows is None:
            rows = cursor.execute(sql, params).fetchall()
            if key:
                cache.set(key, rows, KEPT_FOR)
    return rows


def _key(*parts):
    return f"rows:{sha256(json.dumps(parts, cls=DjangoJSONEncoder).encode()).hexdigest()}"
