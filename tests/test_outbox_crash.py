"""A crash of the database server itself: it takes the latest notes of the outbox along, and nothing is sent twice."""

import subprocess
import sys

from collab.stack.postgres_server import programs
from outreach.outbox.claiming import AT_ONCE
from tests import databases
from tests.database_crash import CRASHES, MESSAGES, ROOT
from tests.test_stack import LONG, environment


def test_a_crash_of_the_database_server_loses_and_doubles_nothing(tmp_path):
    tables = tmp_path / "tables.sql"  # Those servers are new, and to migrate takes half a minute.
    template = databases.address(databases.migrated())
    subprocess.run([programs() / "pg_dump", "--no-owner", f"--file={tables}", template], check=True)
    command = [sys.executable, "-m", "collab.stack", "servers", "--"]
    command += [sys.executable, "-m", "tests.database_crash", tables]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=LONG)
    assert done.returncode == 0, done.stderr
    sent, unknown, lost, twice = map(int, done.stdout.splitlines()[-1].split())
    assert (sent + unknown, lost, twice) == (MESSAGES, 0, 0)
    assert unknown <= CRASHES * AT_ONCE
