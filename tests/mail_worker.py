"""A worker of the outbox as a process of its own: it does what the task does, over and over, until it is ended.

`--ahead`: so many seconds its clock goes before ours, so that tests need not wait until a claim ends. `--timeout`:
how long it waits for any answer of the mail server.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


class Worker:
    """Such a process, for the database of this test and a mail server; it is killed at the end of the `with` block."""

    def __init__(self, server, *options, **environ):
        self.server, self.options, self.environ = server, options, environ

    def __enter__(self):
        command = [sys.executable, "-m", "tests.mail_worker", *map(str, self.options)]
        environ = os.environ | environment(self.server) | self.environ
        self.process = subprocess.Popen(command, cwd=ROOT, env=environ)
        return self

    def __exit__(self, *_):
        self.kill()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def environment(server):
    """What a process needs that works on the database of this test, and sends to a mail server."""
    from tests.databases import address

    return {
        "DATABASE_URL": address(connection.settings_dict["NAME"]),
        "REDIS_URL": settings.REDIS_URL,
        "DEBUG": "1",
        "EMAIL_URL": server.url,
        "SECRET_KEY": settings.SECRET_KEY,
    }


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--ahead", type=float, default=0)
    arguments.add_argument("--timeout", type=float, default=10)
    options = arguments.parse_args()
    django.setup()
    from django.utils import timezone

    from outreach.outbox.sending import send_what_waits

    settings.EMAIL_TIMEOUT = settings.MAIL_ANSWER_TIMEOUT = options.timeout
    while True:
        send_what_waits(clock=lambda: timezone.now() + timedelta(seconds=options.ahead))
        time.sleep(0.02)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    main()
