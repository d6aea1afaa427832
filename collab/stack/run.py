"""`make run`: everything that Collab needs on one machine, under one supervisor."""

import os
import re
import sys
import time
import urllib.error
import urllib.request

from collab.stack.child import Child
from collab.stack.local import local_environment, only_one, write_facts
from collab.stack.postgres_server import PostgresServer
from collab.stack.prepare import (
    CHECKOUT,
    DEFAULT_HOST,
    EVERYWHERE,
    CannotStart,
    check_port,
    chosen_host,
    chosen_port,
    data_folder,
    say,
)
from collab.stack.redis_server import RedisServer
from collab.stack.supervisor import ChildEnded, StopRequested, Supervisor

ERRORS = re.compile(r"\b(ERROR|CRITICAL)\b|^Traceback")
EVERYTHING = re.compile("")


def run(environ):
    """Start all, stay until Ctrl-C, end all. Returns the exit code: 0 when a person ended it."""
    began_at = time.monotonic()
    with only_one(), Supervisor() as supervisor:
        try:
            host, port = chosen_host(environ), chosen_port(environ)
            check_port(host, port)
            address = f"http://{'localhost' if host in (DEFAULT_HOST, EVERYWHERE) else bracketed(host)}:{port}"
            environ = start_servers(supervisor, environ, data_folder(), address)
            prepare_database(supervisor, environ)
            start_processes(supervisor, environ, host, port)
            wait_for_web(supervisor, host, port)
            say_hello(address, environ, time.monotonic() - began_at)
            supervisor.watch()
        except StopRequested:
            say("\nStopping ...")
            code = 0
        except ChildEnded as ended:
            say_how_it_ended(ended.child)
            code = 1
    say("Everything has stopped." if code == 0 else "Everything else was stopped.")
    return code


def start_servers(supervisor, environ, folder, address):
    """Start the servers that the environment does not name; returns the environment that names them all.

    Without a folder for it the data lives as long as the run.
    """
    logs = data_folder() / "log"
    logs.mkdir(parents=True, exist_ok=True)
    urls, sockets = {}, None
    if environ.get("DATABASE_URL"):
        say("Using the PostgreSQL that DATABASE_URL names.")
    else:
        say("Starting PostgreSQL ...")
        postgres = PostgresServer(data=folder and folder / "postgres", log=logs / "postgres.log")
        postgres.start(supervisor)
        urls["DATABASE_URL"], sockets = postgres.url, str(postgres.sockets)
    if environ.get("REDIS_URL"):
        say("Using the Redis that REDIS_URL names.")
    else:
        say("Starting Redis ...")
        redis = RedisServer(data=folder and folder / "redis", log=logs / "redis.log")
        redis.start(supervisor, dict(environ))
        urls["REDIS_URL"] = redis.url
    if folder:
        write_facts(address=address, sockets=sockets or "", servers=urls)
    return local_environment(environ, address, urls)


def child(name, module, *arguments, environ, **more):
    """A process of ours: a Python module run by the interpreter that runs us."""
    return Child(
        name=name,
        command=[sys.executable, *module, *arguments],
        log=data_folder() / "log" / f"{name}.log",
        environ=environ,
        cwd=CHECKOUT,
        **more,
    )


def prepare_database(supervisor, environ):
    """Bring the tables up to date and, at the first start, load the demo."""
    say("Bringing the database up to date ...")
    arguments = ["--without-demo"] if environ.get("DEMO") == "0" else []
    arguments += ["--people", people_file()]
    people_file().unlink(missing_ok=True)
    step = child("database", ["manage.py"], "prepare_database", *arguments, environ=environ, shown=EVERYTHING)
    if not supervisor.run(step):
        raise CannotStart(f"The database could not be brought up to date. Its log: {step.log}")


def people_file():
    """Where the demo's people are listed for the greeting."""
    return data_folder() / "demo-people.txt"


def start_processes(supervisor, environ, host, port):
    """Start the web server, the worker and beat."""
    say("Starting the web server, a worker and beat ...")
    beat = data_folder() / "beat"
    beat.mkdir(exist_ok=True)
    level = f"--loglevel={environ.get('LOG_LEVEL', 'INFO')}"
    celery = ["-m", "celery", "-A", "collab"]
    commands = {
        "web": ["-m", "gunicorn", "collab.wsgi", *web_options(host, port)],
        "worker": [*celery, "worker", level, "--concurrency=2", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", level, f"--schedule={beat / 'schedule'}", "--pidfile="],
    }
    for name, command in commands.items():
        supervisor.start(child(name, command, environ=environ, shown=ERRORS))


def web_options(host, port):
    """How gunicorn serves one person who tries Collab out; threads, since browsers open connections in advance."""
    options = [
        f"--bind={bracketed(host)}:{port}",
        "--workers=2",
        "--worker-class=gthread",
        "--threads=4",
        "--access-logfile=-",
        "--logger-class=collab.stack.web_log.WebLog",
    ]
    return [*options, "--no-control-socket", "--graceful-timeout=5"]


def bracketed(host):
    """A host as it stands in an address; IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def wait_for_web(supervisor, host, port):
    """Wait until the web server answers."""
    url = f"http://{DEFAULT_HOST if host == EVERYWHERE else bracketed(host)}:{port}/-/health/"

    def answers():
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return True  # an error page is an answer as well; its log says why
        except OSError:
            return False
        return True

    if not supervisor.wait_for(answers, seconds=120):
        raise CannotStart(f"The web server does not answer. Its log: {data_folder() / 'log' / 'web.log'}")


def say_hello(address, environ, seconds):
    """Say where to go and as whom."""
    people = people_file().read_text() if people_file().exists() else ""
    lines = ["", f"Collab runs at {address} (started in {seconds:.0f} seconds)", ""]
    lines += [people] if people else []
    if not environ.get("EMAIL_URL"):
        lines += [f"Mail is not sent, but kept: {address}/-/mail/"]
    lines += [f"Logs: {data_folder() / 'log'}", "Stop with Ctrl-C.", ""]
    say("\n".join(lines))


def say_how_it_ended(ended):
    """Name the process that ended on its own, show the end of its log and where the rest is."""
    say(f"\nThe process {ended.name!r} ended on its own ({ended.how_it_ended}). The end of its log, {ended.log}:")
    for line in ended.last_lines():
        say(f"  {line}")


def main():
    """Run, with a refusal as one sentence."""
    try:
        return run(dict(os.environ))
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
