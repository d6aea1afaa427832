"""Measure pages over real HTTP, each once a round; a page's figure is its median, as a ratio to the floor.

With production's settings and static files. Answers come uncompressed: what gzip costs is zlib's, and the same for all.
Each answer is checked (status, rows, words and bytes that must be there): a fast wrong page is no result. Needs
DATABASE_URL and REDIS_URL, which `make bench` sets; works in a database of its own, which it drops afterwards.
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
MOST_BYTES = 60_000
MOST_STATIC_BYTES = 90_000
WARMING_UP = 3


@dataclass
class Page:
    """One page to measure: its address, what it must hold to be that page (`count` times `piece`, `words` once, at
    least so many bytes), and its goals. Only every so many `rounds` ask for a slow one."""

    name: str
    path: str
    piece: bytes
    count: int
    words: str
    least_bytes: int
    most_times_floor: float | None = None
    most_queries: int | None = None
    most_bytes: int | None = MOST_BYTES
    rounds: int = 1
    seconds: list = field(default_factory=list)
    queries: int = 0
    size: int = 0
    packed: int = 0

    @property
    def median(self):
        return statistics.median(self.seconds)

    def missed(self, floor):
        """The goals that were missed, as words."""
        found = {
            "time": (self.median / floor, self.most_times_floor),
            "queries": (self.queries, self.most_queries),
            "bytes": (self.size, self.most_bytes),
        }
        return [name for name, (value, most) in found.items() if most is not None and value > most]


def main():
    """Build, serve, measure, print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=80)
    arguments.add_argument("--plans", type=int, default=5000)
    arguments.add_argument("--people", type=int, nargs="+", default=[1_000, 10_000], help="How many get mail.")
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
            measure_reports(port, options.rounds)
            measure_search()
            measure_imports()
            measure_digests(options.people)
            measure_outbox(options.people)
            weigh_static_files(port, session, plan)


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
    row, card, track, answer = b'<tr><th scope="row">', b'<li class="plan-card', b'"track-mini"', b"<textarea "
    topic, in_a_cell = b'<tr id="topic-', b'<a class="depth-'
    full, board, years = f"/bench/plans/{plan}/", "/bench/topics/board/", "first=2022&last=2026"
    return [
        Page("floor", "/-/floor/", b"<tr><td>", 30, "person0@bench.example", 2_000),
        Page("desk", "/bench/", track, 24, "Bench School", 18_000),
        Page("plans list", "/bench/plans/", row, 50, "Page 1", 32_000, 2.0, 6),
        Page("plans list, searched", "/bench/plans/?q=volcano", row, 50, "olcano", 32_000, 2.0, 6),
        Page("plans board", "/bench/plans/?as=board", card, 72, "plans by stage", 28_000),
        Page("full plan, short form", full, answer, 13, "Why this level?", 36_000, 3.0, 12),
        Page("full plan, five stages", f"{full}?view=stages", b"questions answered", 5, "Why this level?", 14_000),
        Page("stage 2 of it", f"{full}stages/2/", answer, 3, "Add a lesson", 26_000),
        Page("term board", board, topic, 50, "2,000 topics", 50_000, most_bytes=90_000),
        Page("term board, searched", f"{board}?q=volcano&by=week", topic, 50, "olcano and", 50_000, most_bytes=90_000),
        Page("curriculum map", f"/bench/topics/map/?{years}", in_a_cell, 756, "Department 11", 90_000, most_bytes=None),
        Page("catalogue", "/bench/library/", row, 50, "Page 1", 30_000, 2.0, 6),
        Page("catalogue, searched", "/bench/library/?q=volcano", row, 50, "olcano</a>", 30_000, 2.0, 6),
        Page("people", "/bench/people/", row, 50, "Person 1", 28_000),
        Page("PDF of it", f"{full}plan.pdf", b"%PDF-", 1, "%%EOF", 60_000, most_bytes=None, rounds=10),
    ]


def measure(pages, port, session, rounds):
    """Asks for each page once a round; the first rounds warm up and are not counted."""
    for number in range(-WARMING_UP, rounds):
        for page in pages:
            if number % page.rounds:
                continue
            seconds, response, body = fetch(port, page.path, session)
            check(page, response, body)
            page.queries, page.size = int(response.headers["X-Queries"]), len(body)
            page.packed = len(gzip.compress(body))
            if number >= 0:
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
    """Ends the run when an answer is not the page that was to be measured."""
    count = body.count(page.piece)
    is_whole = page.words.encode() in body and count == page.count and len(body) >= page.least_bytes
    if response.status != 200 or not is_whole:
        sys.exit(
            f"{page.name}: not the page that was to be measured. Status {response.status}, {len(body):,} bytes (at "
            f"least {page.least_bytes:,}), {count} times {page.piece.decode()} ({page.count}), and “{page.words}”."
        )


def report(pages, options):
    """A line for each page, and which goals were missed."""
    floor = pages[0].median
    print(f"\nMedians of {options.rounds} rounds, one gunicorn worker, {options.plans:,} plans; goals in brackets.")
    print(f"{'page':24}{'ms':>8}{'x floor':>15}{'queries':>12}{'kB':>8}{'gzip kB':>9}")
    for page in pages:
        times = f"{page.median / floor:.2f}" + (f" ({page.most_times_floor:.1f})" if page.most_times_floor else "")
        queries = f"{page.queries}" + (f" ({page.most_queries})" if page.most_queries else "")
        missed = page.missed(floor)
        print(
            f"{page.name:24}{page.median * 1000:8.2f}{times:>15}{queries:>12}{page.size / 1000:8.1f}"
            f"{page.packed / 1000:9.1f}{'  missed: ' + ', '.join(missed) if missed else ''}"
        )


def measure_reports(port, rounds):
    """The leaders' page, alone and beside other schools, and the PDF of a year."""
    from bench.reports import measure_reports

    measure_reports(lambda path, session: fetch(port, path, session), rounds)


def measure_search():
    """The search of the catalogue in the database alone."""
    from bench.catalogue_sql import measure
    from collab.models import Member

    measure(Member.objects.select_related("school").get(user__isnull=False))


def measure_imports():
    """The import of a catalogue, against pymarc's own reading."""
    from bench.imports import measure_import
    from collab.models import Member

    librarian = Member.objects.select_related("school").get(user__isnull=False)
    measure_import(school=librarian.school, by=librarian)


def measure_outbox(people):
    """Mails a second through the outbox, beside the same mails without one."""
    from bench.outbox import measure_outbox

    measure_outbox(people)


def measure_digests(people):
    """The digest of new resources: finding what fits many people, beside rendering their mails."""
    from bench.digests import measure_digests
    from bench.seed import NOW
    from collab.models import School

    measure_digests(school=School.objects.get(slug="bench"), now=NOW, people=people)


def weigh_static_files(port, session, plan):
    """What a browser loads with a plan's page, compressed."""
    print(f"\nCSS and JS of a page, compressed (goal: under {MOST_STATIC_BYTES / 1000:.0f} kB)")
    total = 0
    _, _, body = fetch(port, f"/bench/plans/{plan}/", session)
    for path in sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', body.decode()))):
        _, response, content = fetch(port, path, session)
        if response.status != 200:
            sys.exit(f"{path}: status {response.status}")
        packed = len(gzip.compress(content, 9))
        total += packed
        print(f"{packed / 1000:8.1f} kB  {path}")
    print(f"{total / 1000:8.1f} kB  in all{'  missed' if total > MOST_STATIC_BYTES else ''}")


if __name__ == "__main__":
    main()
