"""`python -m collab.stack servers -- COMMAND`: run one command with the embedded servers beside it."""

import os
import signal
import subprocess
import sys
import time

from collab.stack.child import end_with_parent
from collab.stack.local import local_environment, only_one
from collab.stack.prepare import CannotStart, chosen_port, data_folder, running_address, running_facts
from collab.stack.run import start_servers
from collab.stack.supervisor import ChildEnded, StopRequested, Supervisor


def with_servers(command, environ, keep):
    """Run `command` and return its exit code.

    With `keep` the servers are those of `make run`, its running ones if it runs; else they are new and forgotten after.
    """
    address = f"http://localhost:{chosen_port(environ)}"
    if environ.get("DATABASE_URL") and environ.get("REDIS_URL"):
        return run_in_foreground(command, local_environment(environ, address, {}))
    if keep and running_address() is not None:
        facts = running_facts()
        if "servers" not in facts:
            raise CannotStart("Collab is just starting in this folder. Try again in a moment.")
        urls = {name: url for name, url in facts["servers"].items() if not environ.get(name)}
        return run_in_foreground(command, local_environment(environ, facts["address"], urls))
    if not keep:
        return run_between(command, environ, address, folder=None)
    with only_one():
        return run_between(command, environ, address, folder=data_folder())


def run_between(command, environ, address, folder):
    """Start servers, run the command, end the servers."""
    with Supervisor() as supervisor:
        try:
            environ = start_servers(supervisor, environ, folder, address)
            return run_in_foreground(command, environ, supervisor)
        except StopRequested:
            return 130
        except ChildEnded as ended:
            raise CannotStart(f"{ended.child.name} ended on its own. Its log: {ended.child.log}") from ended


def run_in_foreground(command, environ, supervisor=None):
    """Run a command that owns the terminal: Ctrl-C reaches it directly, other signals are handed on."""
    if supervisor is None:
        with Supervisor() as supervisor:
            return run_in_foreground(command, environ, supervisor)
    try:
        process = subprocess.Popen(command, env=environ, preexec_fn=lambda: end_with_parent(signal.SIGTERM))
    except OSError as error:
        raise CannotStart(f"Cannot run {command[0]}: {error.strerror}.") from error
    handed_on = 0
    while process.poll() is None:
        time.sleep(0.05)
        for each in supervisor.signals[handed_on:]:
            if each != signal.SIGINT:
                process.send_signal(each)
        handed_on = len(supervisor.signals)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def main(arguments):
    """Run `servers [--keep] -- COMMAND`."""
    keep = arguments[:1] == ["--keep"]
    command = arguments[2:] if keep else arguments[1:]
    if not command or arguments[1 if keep else 0] != "--":
        print("Usage: python -m collab.stack servers [--keep] -- COMMAND ...", file=sys.stderr)
        return 2
    try:
        return with_servers(command, dict(os.environ), keep)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
