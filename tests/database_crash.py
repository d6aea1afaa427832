"""A program for servers of its own: sends mail, has PostgreSQL break down in the midst of it, and counts.

One of its processes is killed; then PostgreSQL ends them all, and goes back to what the disk has. Prints a line with
the states of the messages; ends with an error where one came twice, or came and is still to be sent. Its argument is a
file with the tables, as `pg_dump` writes them.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import django
from django.db import DatabaseError

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = 300
CRASHES = 1


def main(tables):
    django.setup()
    from django.db import connection

    from collab.stack.postgres_server import programs
    from tests import cast
    from tests.mail_servers import MailServer
    from tests.mail_worker import Worker
    from tests.outbox import never_rests, write_to_many

    into = [programs() / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={tables}"]
    subprocess.run([*into, os.environ["DATABASE_URL"]], check=True, stdout=subprocess.DEVNULL)
    school = cast.make_hill().school
    never_rests(school)
    write_to_many(school, [f"teacher{number}@hill.example" for number in range(MESSAGES)])
    with MailServer() as server:
        for number in range(CRASHES):
            with Worker(server, "--ahead", 400 * number) as worker:
                server.wait_for(len(server.lines) + 120)
                crash(connection)
                worker.process.wait()
        with Worker(server, "--ahead", 400 * CRASHES):
            until(lambda: not rows(connection, "state IN ('queued', 'sending')"))
        taken = server.taken()
    lost = set(rows(connection, "state = 'sent'")) - set(taken)
    twice = [message_id for message_id, times in Counter(taken).items() if times > 1]
    print(len(rows(connection, "state = 'sent'")), len(rows(connection, "state = 'unknown'")), len(lost), len(twice))


def crash(connection):
    """Kills a process of PostgreSQL, and waits until it has ended all others and serves again."""
    victim = connection.get_new_connection(connection.get_connection_params())
    os.kill(victim.info.backend_pid, signal.SIGKILL)
    until(lambda: not serves(connection))
    connection.close()
    until(lambda: serves(connection))


def serves(connection):
    """Whether PostgreSQL answers on a connection, which is made if there is none."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def until(condition):
    while not condition():
        time.sleep(0.05)


def rows(connection, condition):
    """The Message-IDs of the messages for which a condition holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT message_id FROM outreach_message WHERE {condition}")  # noqa: S608
        return [message_id for (message_id,) in cursor.fetchall()]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    main(tables=sys.argv[1])
