"""The steps before there is a virtual environment: look whether we may start, then install what is pinned.

Runs as a script under any Python 3.11 or newer with nothing installed, so it imports the standard library only.
"""

import argparse
import errno
import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
DEFAULT_PORT = 8000
DEFAULT_HOST = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only when HOST asks for it
# Installing the first set satisfies the second as well; both are compiled under the same constraints.
INCLUDES = {"dev": ["dev", "local"], "local": ["local"]}


class CannotStart(Exception):
    """A reason, as a sentence, why nothing was started."""


def data_folder():
    """Where everything that a run writes is kept; ignored by git."""
    return CHECKOUT / ".var"


def say(text):
    """Print a line at once; a terminal that has gone away is no reason to fail."""
    try:
        print(text, flush=True)
    except OSError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - for the rest of the process


# --- May we start? ------------------------------------------------------------------------------------


def chosen_port(environ):
    """The port from PORT, as a number, or CannotStart."""
    text = environ.get("PORT", "").strip() or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotStart(f"PORT is {text!r}, but must be a number from 1 to 65535, as in: make run PORT=8001")
    return int(text)


def chosen_host(environ):
    """The address to listen on from HOST; this machine only unless told."""
    return environ.get("HOST", "").strip() or DEFAULT_HOST


def check_port(host, port):
    """Raise CannotStart unless `port` of `host` can be listened on now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reasons = {
                errno.EADDRINUSE: f"Port {port} is taken by another program.",
                errno.EACCES: f"Port {port} needs rights that you do not have.",
            }
            reason = reasons.get(error.errno, f"Cannot listen on {host} port {port} ({error.strerror or error}).")
            raise CannotStart(f"{reason} Choose another, as in: make run PORT={another_port(port)}") from error


def another_port(port):
    """A port near `port` to suggest."""
    return port + 1 if 1024 <= port < 65535 else 8001


def running_address():
    """The address of the Collab that runs from this checkout, "" while it starts, or None if none does."""
    try:
        lock = os.open(data_folder() / "lock", os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return running_facts().get("address", "")
    finally:
        os.close(lock)
    return None


def running_facts():
    """What the running stack wrote about itself: its address, its servers' URLs, the folder of sockets."""
    try:
        return json.loads((data_folder() / "running.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def check_not_running():
    """Raise CannotStart when this checkout is running already."""
    address = running_address()
    if address is None:
        return
    where = f" at {address}" if address else ""
    raise CannotStart(f"Collab is already running from this folder{where}. Stop that one first (Ctrl-C where it runs).")


def check_data_folder():
    """Make .var, and raise CannotStart when it belongs to somebody else."""
    folder = data_folder()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CannotStart(f"Cannot make {folder}: {error.strerror}. The data is kept there.") from error
    strangers = [path for path in (folder, *folder.iterdir()) if not os.access(path, os.W_OK)]
    if strangers and os.geteuid() != 0:
        raise CannotStart(
            f"{strangers[0]} belongs to another user (was Collab started with sudo once?). "
            f'Take it over with: sudo chown -R "$(id -un)" "{folder}"'
        )


# --- The virtual environment ----------------------------------------------------------------------------


def fingerprint(requirements):
    """What a set of pinned requirements looks like, to see whether it is installed already."""
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def python_works(folder):
    """Whether the environment's Python is there, starts, and is new enough."""
    test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([folder / "bin" / "python", "-c", test], capture_output=True).returncode == 0
    except OSError:
        return False


def make_environment(folder):
    """Make (or make anew) the virtual environment."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists():
        raise CannotStart(f"{folder} is not a virtual environment and is not empty, so it is left alone.")
    say(f"Making a virtual environment in {folder.name} with Python {sys.version.split()[0]} ...")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        venv.create(folder, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise CannotStart(
            f"Python's venv module could not make {folder}. On Debian and Ubuntu it is a package of its own: "
            f"apt-get install python{sys.version_info.major}.{sys.version_info.minor}-venv ({error})"
        ) from error


def install(folder, name):
    """Install the pinned set `name` ("local" or "dev") unless exactly it is installed already."""
    requirements = CHECKOUT / "requirements" / f"{name}.txt"
    stamp = folder / "collab-installed.json"
    try:
        installed = json.loads(stamp.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        installed = {}
    if installed.get(name) == fingerprint(requirements) and python_works(folder):
        return
    if not python_works(folder):
        make_environment(folder)
        installed = {}
    count = sum("==" in line for line in requirements.read_text().splitlines())
    say(f"Installing {count} pinned packages from requirements/{name}.txt (a minute or two, only now) ...")
    command = [folder / "bin" / "python", "-m", "pip", "install", "--require-hashes", "--quiet"]
    command += ["--disable-pip-version-check", "--no-input", "--root-user-action=ignore", "-r", requirements]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        say(result.stdout)
        raise CannotStart("The packages could not be installed; pip says why above. The same command tries again.")
    installed |= {each: fingerprint(CHECKOUT / "requirements" / f"{each}.txt") for each in INCLUDES[name]}
    stamp.write_text(json.dumps(installed, indent=1))


def prepare(folder, name):
    """Have the pinned set `name` installed in `folder`, one installer at a time."""
    os.umask(0o022)  # PostgreSQL may have to run as another user, who must be able to read what is installed
    with (data_folder() / "install.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another installation in this folder ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        install(folder, name)


def main(arguments=None):
    """Prepare for `run` (local servers, must be free to start) or for development."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=["run", "local", "dev"])
    parser.add_argument("--venv", type=Path, default=CHECKOUT / ".venv")
    options = parser.parse_args(arguments)
    try:
        if options.purpose == "run":
            check_not_running()
            check_port(chosen_host(os.environ), chosen_port(os.environ))
        check_data_folder()
        prepare(options.venv.absolute(), "dev" if options.purpose == "dev" else "local")
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
