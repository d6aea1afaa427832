"""Test databases, cloned from templates that are made once for all workers and kept while nothing changes.

`migrated` is an empty database with all migrations; `demo` holds the demo as well. A template's name carries a hash
of the files that it is made from; a clone takes a fraction of a second.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

from tests import hashing

ROOT = Path(__file__).resolve().parent.parent
APPS = ("collab", "planning", "resources", "outreach")
LOCK = 7_305_505


def address(name):
    """The DATABASE_URL of another database on the same server."""
    url = settings.DATABASE_URL
    head, _, query = url.partition("?")
    return head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")


@contextlib.contextmanager
def maintenance():
    """A connection outside any transaction, for making and dropping databases."""
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        yield connection


def migrated():
    """The name of the template with all migrations."""
    files = [path for app in APPS for path in sorted((ROOT / app / "migrations").glob("*.py"))]
    return _template("migrated", files, ["migrate", "--verbosity", "0"])


def demo():
    """The name of the template with the demo school year in it, built for the demo's fixed test day."""
    files = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    return _template("demo", files, ["demo", "--today", "2026-11-18"], beginning_as=migrated())


def clone(template, name):
    """A fresh copy of a template under a name of its own; returns the name."""
    with maintenance() as connection:
        _drop(connection, name)
        connection.execute(sql.SQL("SELECT pg_advisory_lock({})").format(LOCK))
        _copy(connection, template, name)
    return name


def drop(name):
    """Removes a clone, whoever is still connected to it."""
    with maintenance() as connection:
        _drop(connection, name)


def _copy(connection, template, name):
    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def _drop(connection, name):
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _template(kind, files, command, beginning_as="template1"):
    sources = [*files, Path(__file__), Path(hashing.__file__)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:10]
    prefix = f"collab_{kind}_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]}_"
    name = prefix + digest
    with maintenance() as connection:
        connection.execute(sql.SQL("SELECT pg_advisory_lock({})").format(LOCK))
        known = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if name in known:
            return name
        for old in known:
            if old.startswith(prefix):
                _drop(connection, old)
        making = name + "_making"
        _drop(connection, making)
        _copy(connection, beginning_as, making)
        command = [sys.executable, "manage.py", *command, "--settings", "tests.settings"]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": address(making)}, check=True)
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
        )
    return name
