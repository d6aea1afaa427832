"""`make run` and the servers of the tests: what they say, what they start, and that nothing of it stays behind.

Processes are started from programs of their own: a fork does not go together with the test runner's threads.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.parse
import urllib.request
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.core.management import call_command

from collab.models import Member
from collab.stack import local, pins, prepare, redis_server
from collab.stack.child import Child
from tests import cast

ROOT = settings.BASE_DIR
NOT_OF_THE_CHECKOUT = shutil.ignore_patterns(
    ".git", ".venv", ".var", "node_modules", "staticfiles", "test-results", "__pycache__", ".*_cache", ".hypothesis"
)
LONG = 300  # seconds; the machine may be busy with all other tests


def environment(**more):
    """Ours, without the servers that the tests use."""
    servers = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "SECRET_KEY", "MAIL_FOLDER", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    return {key: value for key, value in os.environ.items() if key not in servers} | more


def run_program(text, *arguments, **more):
    """Run a Python program that may import the stack; returns its result."""
    command = [sys.executable, "-c", textwrap.dedent(text), *map(str, arguments)]
    options = {"cwd": ROOT, "env": environment(), "capture_output": True, "text": True, "timeout": LONG} | more
    return subprocess.run(command, **options)


# --- Ports ----------------------------------------------------------------------------------------------------------


def test_the_port_is_8000_unless_told():
    assert prepare.chosen_port({}) == 8000
    assert prepare.chosen_port({"PORT": ""}) == 8000
    assert prepare.chosen_port({"PORT": " 8001 "}) == 8001


@pytest.mark.parametrize("text", ["abc", "0", "-1", "65536", "80 80", "8000.0"])
def test_a_port_that_is_none_is_refused_with_a_sentence(text):
    with pytest.raises(prepare.CannotStart, match=r"must be a number from 1 to 65535, as in: make run PORT=8001$"):
        prepare.chosen_port({"PORT": text})


def test_a_taken_port_is_said_with_another_to_choose():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(prepare.CannotStart) as refusal:
            prepare.check_port("127.0.0.1", port)
    assert str(refusal.value) == (
        f"Port {port} is taken by another program. Choose another, as in: make run PORT={prepare.another_port(port)}"
    )
    prepare.check_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_said():
    with pytest.raises(prepare.CannotStart, match=r"^Cannot listen on 192\.0\.2\.1 port 8000 \("):
        prepare.check_port("192.0.2.1", 8000)


# --- Installing -----------------------------------------------------------------------------------------------------


def test_everything_is_pinned():
    assert pins.problems() == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("django==5.2.19\n", "neither a pin"),
        ("django==5.2.19 \\\n    # via collab\n", "django has no hash"),
        ("django>=5.2 \\\n    --hash=sha256:" + "0" * 64 + "\n", "neither a pin"),
        ("--index-url https://packages.example/simple\n", "neither a pin"),
        ("django @ https://packages.example/django.whl\n", "neither a pin"),
    ],
)
def test_what_is_not_pinned_is_found(text, problem):
    with pytest.raises(ValueError, match=problem):
        pins.pins_of(text)


def test_a_folder_that_is_no_virtual_environment_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(prepare.CannotStart, match="is not a virtual environment"):
        prepare.make_environment(tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "keep me"


def test_what_is_installed_is_not_installed_again(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(prepare, "CHECKOUT", tmp_path)
    (tmp_path / "requirements").mkdir()
    for name in ("local", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("")
    ours = tmp_path / "venv"
    ours.mkdir()
    (ours / "bin").symlink_to(Path(sys.prefix) / "bin")
    (ours / "pyvenv.cfg").symlink_to(Path(sys.prefix) / "pyvenv.cfg")  # Without it, it is the Python of the system.
    prepare.install(ours, "dev")
    assert "Installing 0 pinned packages from requirements/dev.txt" in capsys.readouterr().out
    prepare.install(ours, "dev")
    prepare.install(ours, "local")
    assert capsys.readouterr().out == ""


# --- The environment of a local run ---------------------------------------------------------------------------------


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    """A .var of this test's own."""
    monkeypatch.setattr(local, "data_folder", lambda: tmp_path)
    return tmp_path


def test_a_local_run_sets_what_is_needed_and_keeps_what_is_set(own_data):
    environ = {"LOG_LEVEL": "DEBUG", "SITE_URL": "http://school.test:8000", "PGHOST": "elsewhere", "EMAIL_URL": ""}
    result = local.local_environment(environ, "http://localhost:8000", {"DATABASE_URL": "postgres:///ours"})
    assert result["SITE_URL"] == "http://school.test:8000"
    assert result["LOG_LEVEL"] == "DEBUG"
    assert result["DEBUG"] == "1"
    assert result["DATABASE_URL"] == "postgres:///ours"
    assert "PGHOST" not in result
    assert "EMAIL_URL" not in result


def test_the_local_key_is_made_once_and_for_us_alone(own_data):
    first = local.secret_key()
    assert len(first) >= 50
    assert local.secret_key() == first
    assert (own_data / "secret-key").stat().st_mode & 0o077 == 0


def test_redis_reads_folders_with_quotes_and_spaces():
    assert redis_server.escaped(Path('/a "b" \\c')) == '/a \\"b\\" \\\\c'


# --- Logs -----------------------------------------------------------------------------------------------------------


def test_errors_of_a_log_are_shown_with_their_tracebacks(tmp_path):
    from collab.stack.run import ERRORS

    log = tmp_path / "web.log"
    log.write_text(
        "INFO all is well\nERROR in /plans/\nTraceback (most recent call last):\n"
        '  File "views.py", line 1, in plan\nValueError: no\nINFO all is well again\nERROR half a li'
    )
    child = Child("web", [], log=log, environ={}, cwd=tmp_path, shown=ERRORS, process=object())
    assert child.lines_to_show() == [
        "ERROR in /plans/",
        "Traceback (most recent call last):",
        '  File "views.py", line 1, in plan',
        "ValueError: no",
    ]
    with log.open("a") as file:
        file.write("ne\n")
    assert child.lines_to_show() == ["ERROR half a line"]


# --- The supervisor -------------------------------------------------------------------------------------------------

WITH_CHILDREN = """
    import os, signal, sys, time
    from pathlib import Path
    from collab.stack.child import Child
    from collab.stack.supervisor import ChildEnded, StopRequested, Supervisor

    folder = Path(sys.argv[1])

    def child(name, program, **more):
        command = [sys.executable, "-c", program]
        return Child(name, command, log=folder / f"{name}.log", environ=dict(os.environ), cwd=folder, **more)

    SLEEPER = "import time; print('here', flush=True); time.sleep(600)"
    STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + SLEEPER
    HELPER = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    PARENT = "import subprocess, sys;" + HELPER + SLEEPER
"""


def with_children(program, folder, **more):
    return run_program(textwrap.dedent(WITH_CHILDREN) + textwrap.dedent(program), folder, **more)


def processes_in(folder):
    """Processes that work in a folder or have it in their command line."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if str(folder) in " ".join(process.cmdline()) or process.cwd().startswith(str(folder)):
                found.append(process)
    return found


def gone(folder, seconds=10):
    """Whether no process of a folder is left; the last ones get a moment."""
    deadline = time.monotonic() + seconds
    while processes_in(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    return processes_in(folder) == []


def test_all_are_ended_on_every_signal_with_their_own_children(tmp_path):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        folder = tmp_path / number.name
        folder.mkdir()
        result = with_children(
            f"""
            with Supervisor() as supervisor:
                supervisor.start(child("one", SLEEPER))
                two = supervisor.start(child("two", PARENT))
                supervisor.wait_for(lambda: "here" in two.log.read_text(), 60)
                os.kill(os.getpid(), signal.{number.name})
                try:
                    supervisor.watch()
                except StopRequested:
                    print("asked to stop")
            """,
            folder,
        )
        assert (result.stdout, result.stderr) == ("asked to stop\n", "")
        assert gone(folder)


def test_a_stubborn_process_is_killed_and_named(tmp_path):
    result = with_children(
        """
        with Supervisor() as supervisor:
            stubborn = supervisor.start(child("stubborn", STUBBORN, patience=0.5))
            supervisor.wait_for(lambda: "here" in stubborn.log.read_text(), 60)
        """,
        tmp_path,
    )
    assert result.stdout == "  stubborn did not end when asked and was killed.\n"
    assert gone(tmp_path)


def test_a_process_that_ends_on_its_own_is_named_and_ends_the_others(tmp_path):
    result = with_children(
        """
        try:
            with Supervisor() as supervisor:
                supervisor.start(child("one", SLEEPER))
                supervisor.start(child("two", "raise SystemExit(3)"))
                supervisor.watch()
        except ChildEnded as ended:
            print(ended.child.name, ended.child.how_it_ended)
        """,
        tmp_path,
    )
    assert (result.stdout, result.stderr) == ("two exit code 3\n", "")
    assert gone(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_killing_the_supervisor_ends_its_processes(tmp_path):
    result = with_children(
        """
        with Supervisor() as supervisor:
            one = supervisor.start(child("one", SLEEPER))
            supervisor.wait_for(lambda: "here" in one.log.read_text(), 60)
            os.kill(os.getpid(), signal.SIGKILL)
        """,
        tmp_path,
    )
    assert result.returncode == -signal.SIGKILL
    assert gone(tmp_path)


# --- Servers around a command ---------------------------------------------------------------------------------------


def servers(*command, **more):
    options = {"cwd": ROOT, "env": environment(), "capture_output": True, "text": True, "timeout": LONG} | more
    return subprocess.run([sys.executable, "-m", "collab.stack", "servers", "--", *command], **options)


def test_a_command_finds_both_servers_and_they_are_gone_afterwards():
    program = """
        import os, psycopg, redis, sys
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            print(connection.execute("SHOW server_encoding").fetchone()[0], connection.execute(
                "SELECT string_agg(name, '' ORDER BY name) FROM (VALUES ('b'), ('a')) AS names (name)").fetchone()[0])
        with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
            print(client.ping())
        print(os.environ["DATABASE_URL"])
        sys.exit(7)
    """
    result = servers(sys.executable, "-c", textwrap.dedent(program))
    assert result.returncode == 7, result.stderr
    *_, encoding, ping, url = result.stdout.splitlines()
    assert (encoding, ping) == ("UTF8 ab", "True")
    folder = Path(urllib.parse.unquote(url.partition("host=")[2]))
    assert not folder.exists()
    assert processes_in(folder) == []


def test_servers_that_the_environment_names_are_used_and_none_is_started():
    named = {"DATABASE_URL": "postgres://somewhere.example/collab", "REDIS_URL": "redis://somewhere.example"}
    program = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"
    result = servers(sys.executable, "-c", program, env=environment(**named))
    assert result.stdout == "postgres://somewhere.example/collab redis://somewhere.example\n"


def test_a_command_that_is_not_there_is_said(tmp_path):
    named = {"DATABASE_URL": "postgres://somewhere.example/collab", "REDIS_URL": "redis://somewhere.example"}
    result = servers("no-such-command", env=environment(**named))
    assert result.returncode == 1
    assert result.stderr == "Cannot run no-such-command: No such file or directory.\n"


# --- make run -------------------------------------------------------------------------------------------------------


def test_the_demo_is_left_out_when_asked_and_the_people_are_listed(hill, tmp_path):
    people = tmp_path / "people.txt"
    call_command("prepare_database", without_demo=True, people=people)
    assert "ada@hill.example" in people.read_text()
    assert "The demo's people began with the password handy-five-demo" in people.read_text()
    assert "cleo@hill.example" in people.read_text()


def test_somebody_who_has_left_is_not_among_the_people_to_sign_in_as(hill, tmp_path):
    people = tmp_path / "people.txt"
    Member.objects.filter(pk=hill.cleo.pk).update(deactivated_at=cast.NOW)
    call_command("prepare_database", without_demo=True, people=people)
    assert "ada@hill.example" in people.read_text()
    assert "cleo@hill.example" not in people.read_text()


@pytest.mark.django_db
def test_without_the_demo_there_are_no_people_to_list(tmp_path):
    people = tmp_path / "people.txt"
    call_command("prepare_database", without_demo=True, people=people)
    assert people.read_text() == ""


@pytest.mark.parametrize("python", ["no-such-python", "false"])
def test_a_python_that_is_missing_or_broken_stops_make(python):
    result = subprocess.run(["make", "run", f"PYTHON={python}"], cwd=ROOT, env=environment(), capture_output=True)
    assert result.returncode == 2


@pytest.fixture
def checkout():
    """A copy of the checkout in a path with spaces, which another user may reach (PostgreSQL refuses to be root)."""
    with tempfile.TemporaryDirectory(prefix="collab test ") as folder:
        Path(folder).chmod(0o755)
        copy = Path(folder) / "a copy of it"
        shutil.copytree(ROOT, copy, ignore=NOT_OF_THE_CHECKOUT)
        yield copy


def make_run(checkout, port):
    """Start `make run` as a terminal does, in a group of its own; the virtual environment is the one of the tests."""
    command = ["make", "run", f"PORT={port}", "DEMO=0", f"PYTHON={sys.executable}", f"VENV={sys.prefix}"]
    return subprocess.Popen(
        command,
        cwd=checkout,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def read_until(process, text):
    """What it said up to a line with `text`; fails when it ends before."""
    said = ""
    for line in process.stdout:
        said += line
        if text in line:
            return said
    pytest.fail(f"It ended before it said {text!r}:\n{said}")
    return said


@contextlib.contextmanager
def nothing_left(process):
    """Whatever happens in the test, its processes are ended."""
    try:
        yield
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=LONG)


def test_make_run_starts_everything_keeps_the_data_and_leaves_no_process(checkout):
    port = redis_server.free_port()
    first = make_run(checkout, port)
    with nothing_left(first):
        said = read_until(first, "Stop with Ctrl-C.")
        assert f"Collab runs at http://localhost:{port}" in said
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=60) as page:
            assert page.status == 200
        started = psutil.Process(first.pid).children(recursive=True)
        commands = "\n".join(" ".join(process.cmdline()) for process in started)
        for part in ("postgres", "redis-server", "gunicorn", "celery -A collab worker", "celery -A collab beat"):
            assert part in commands

        second = make_run(checkout, redis_server.free_port())
        said, _ = second.communicate(timeout=LONG)
        assert f"Collab is already running from this folder at http://localhost:{port}." in said
        assert second.returncode == 2

        os.killpg(first.pid, signal.SIGINT)
        said, _ = first.communicate(timeout=LONG)
        assert "Everything has stopped." in said
        assert "killed" not in said
    assert [process for process in started if process.is_running()] == []
    assert gone(checkout)
    key = (checkout / ".var" / "secret-key").read_text()

    again = make_run(checkout, port)
    with nothing_left(again):
        said = read_until(again, "Stop with Ctrl-C.")
        assert "Making a PostgreSQL cluster" not in said
        assert "migrations" not in said
        assert (checkout / ".var" / "secret-key").read_text() == key
        beat = next(p for p in psutil.Process(again.pid).children(recursive=True) if "beat" in p.cmdline())
        beat.kill()
        said, _ = again.communicate(timeout=LONG)
        assert "The process 'beat' ended on its own (signal 9)." in said
        assert ".var/log/beat.log" in said
    assert again.returncode == 2
    assert gone(checkout)
