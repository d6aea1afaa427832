"""The environment of a run on this machine, and the lock that allows one run per checkout."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from collab.stack.prepare import CannotStart, check_data_folder, check_not_running, data_folder, running_facts


def local_environment(environ, address, urls):
    """What the processes of a local run read; what the person has set herself stays.

    `urls` are those of embedded servers; PG* variables, meant for another server, would divert from ours.
    """
    kept = {key: value for key, value in environ.items() if value}
    if "DATABASE_URL" in urls:
        kept = {key: value for key, value in kept.items() if not key.startswith("PG")}
    defaults = {
        "DEBUG": "1",
        "SECRET_KEY": secret_key(),
        "SITE_URL": address,
        "MAIL_FOLDER": str(data_folder() / "mail"),
        "PYTHONUNBUFFERED": "1",
    }
    return defaults | kept | urls


def secret_key():
    """The key that signs sessions on this machine; made once, so that people stay signed in over a restart."""
    path = data_folder() / "secret-key"
    with contextlib.suppress(FileExistsError), open(path, "x", opener=private) as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text()


def private(path, flags):
    """Open a file that only we can read."""
    return os.open(path, flags, 0o600)


@contextlib.contextmanager
def only_one():
    """Hold the lock of this checkout; raises CannotStart when another run holds it."""
    check_data_folder()
    lock = os.open(data_folder() / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        check_not_running()
        raise CannotStart("Another run of this folder is just ending. Try again in a moment.") from error
    forget_killed_run()
    try:
        yield
    finally:
        (data_folder() / "running.json").unlink(missing_ok=True)
        os.close(lock)


def forget_killed_run():
    """Remove the socket folder of a run that was killed before it could do so itself."""
    sockets = Path(running_facts().get("sockets", ""))
    if sockets.parent == Path(tempfile.gettempdir()) and sockets.name.startswith("collab-"):
        shutil.rmtree(sockets, ignore_errors=True)


def write_facts(**facts):
    """Tell other commands of this checkout where the servers are."""
    with open(data_folder() / "running.json", "w", opener=private) as file:
        json.dump({"pid": os.getpid()} | facts, file)
