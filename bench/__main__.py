"""Measure pages over real HTTP, each once a round; a page's figure is its median, as a ratio to the floor.

Each answer is checked (status, rows, words that must be there): a fast wrong page is no result. Needs DATABASE_URL and
REDIS_URL, which `make bench` sets; works in a database of its own, which it drops afterwards.
"""

import argparse
import contextlib
import gzip
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "collab_bench"


@dataclass
class Page:
    """One page to measure: its address, how many rows it must have, a text that must be in it, and its goals."""

    name: str
    path: str
    rows: int
    words: str
    most_times_floor: float | None = None
    most_queries: int | None = None
    seconds: list = field(default_factory=list)
    queries: int = 0
    size: int = 0
    packed: int = 0


def main():
    """Build, serve, measure, print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=80)
    arguments.add_argument("--plans", type=int, default=5000)
    options = arguments.parse_args()
    with own_database() as address:
        os.environ |= {
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DEBUG": "0",
            "SECRET_KEY": "bench" * 12,
            "SITE_URL": "https://localhost",
            "ALLOWED_HOSTS": "127.0.0.1",
            "EMAIL_URL": "consolemail://",
            "TRUSTED_PROXIES": "1",
            "LOG_LEVEL": "WARNING",
        }
        session, plan = seeded(options.plans)
        with serving() as port:
            pages = pages_to_measure(plan)
            measure(pages, port, session, options.rounds)
            report(pages, options)
            weigh_static_files(port, session)


@contextlib.contextmanager
def own_database():
    """An empty database beside the one that DATABASE_URL names; its address."""
    head, _, query = os.environ["DATABASE_URL"].partition("?")
    suffix = f"?{query}" if query else ""
    base = head.rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/postgres{suffix}", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield f"{base}/{DATABASE}{suffix}"
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def seeded(plans):
    """Migrates and fills the database; the librarian's session key and the full plan's pk."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.seed import fill

    print(f"Filling a database with {plans:,} plans ...", flush=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    session, plan = fill(plans=plans)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    return session, plan


@contextlib.contextmanager
def serving():
    """One gunicorn worker on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "collab.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    server = subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def pages_to_measure(plan):
    """The floor first; every other page is a ratio to it."""
    return [
        Page("floor", "/-/floor/", 30, "person0@bench.example"),
        Page("desk", "/bench/", 0, "Bench School"),
        Page("plans list", "/bench/plans/", 50, "Bench School", 2.0, 6),
        Page("plans list, searched", "/bench/plans/?q=volcano", 50, "olcano", 2.0, 6),
        Page("plans board", "/bench/plans/?as=board", 0, "Bench School"),
        Page("full plan", f"/bench/plans/{plan}/", 0, "Bench School", 3.0, 12),
        Page("stage 2 of it", f"/bench/plans/{plan}/stages/2/", 0, "Bench School"),
        Page("people", "/bench/people/", 50, "Person 1"),
    ]


def measure(pages, port, session, rounds):
    """Asks each page once a round; the first three rounds warm up and are not counted."""
    for number in range(rounds + 3):
        for page in pages:
            seconds, response, body = fetch(port, page.path, session)
            check(page, response, body)
            page.queries, page.size, page.packed = (
                int(response.headers["X-Queries"]),
                len(body),
                len(gzip.compress(body)),
            )
            if number >= 3:
                page.seconds.append(seconds)


def fetch(port, path, session):
    """One GET as the librarian; seconds, the response and its body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    started = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"sessionid={session}", "X-Forwarded-Proto": "https"})
    response = connection.getresponse()
    body = response.read()
    seconds = time.perf_counter() - started
    connection.close()
    return seconds, response, body


def check(page, response, body):
    """Ends the run when an answer is not the page that it should be."""
    rows = len(re.findall(rb"<tr[ >]", body)) - len(re.findall(rb"<thead", body))
    if response.status != 200 or page.words.encode() not in body or (page.rows and rows != page.rows):
        sys.exit(f"{page.name}: status {response.status}, {rows} rows; not the page that was to be measured.")


def report(pages, options):
    """A line for each page."""
    floor = statistics.median(pages[0].seconds)
    print(
        f"\n{options.rounds} rounds, medians, one gunicorn worker, {options.plans:,} plans; floor {floor * 1000:.2f} ms"
    )
    print(f"{'page':24}{'ms':>8}{'x floor':>9}{'goal':>7}{'queries':>9}{'goal':>6}{'HTML kB':>9}{'gzip kB':>9}")
    for page in pages:
        middle = statistics.median(page.seconds)
        goal = f"{page.most_times_floor:.1f}" if page.most_times_floor else ""
        print(
            f"{page.name:24}{middle * 1000:8.2f}{middle / floor:9.2f}{goal:>7}{page.queries:9}"
            f"{page.most_queries or '':>6}{page.size / 1000:9.1f}{page.packed / 1000:9.1f}"
        )


def weigh_static_files(port, session):
    """What a browser loads with the plan list, compressed."""
    _, _, body = fetch(port, "/bench/plans/", session)
    paths = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', body.decode())))
    total = 0
    print("\nCSS and JS of a page, compressed (goal: under 90 kB):")
    for path in paths:
        _, response, content = fetch(port, path, session)
        packed = len(gzip.compress(content, 9))
        total += packed
        print(f"  {packed / 1000:7.1f} kB  {path} ({response.status})")
    print(f"  {total / 1000:7.1f} kB  in all")


if __name__ == "__main__":
    main()
