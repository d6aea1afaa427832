"""The leaders' page of a school with five years behind it: alone in the database, and beside 200 other schools.

Each time as it is right after something was written, when all is counted, and warm, when nothing was. How much slower
it became is the price of the district. Then the PDF of a year.
"""

import statistics
import time

from django.db import connection

from bench.seed_reports import NOW, fill_school
from bench.sessions import session_of
from outreach.reports.drafts.actions import draft_report
from outreach.reports.periods import Periods
from outreach.reports.published.contents import contents_of
from outreach.reports.published.document import report_pdf

PLANS, REQUESTS = 5_000, 10_000
OTHERS, OF_AN_OTHER = 200, {"plans": 60, "requests": 120}
MOST_TIMES_FLOOR, MOST_QUERIES, MOST_SLOWER, MOST_SECONDS = 4.0, 15, 1.2, 3.0
WARMING_UP = 3


def measure_reports(ask, rounds):
    """Prints the page's medians and the seconds of a PDF. `ask(path, session)` is a GET: seconds, response, body."""
    leader = fill_school("leaders", plans=PLANS, requests=REQUESTS)
    session = session_of(leader.user)
    _tidy()
    print(f"\nThe leaders' page: {PLANS:,} plans, {8 * PLANS:,} lessons, {REQUESTS:,} topics; goals in brackets.")
    anew, floor, _ = _measure(ask, session, rounds, first=_write)
    anew_times = anew / floor
    print(f"after something was written{anew * 1000:6.1f} ms, {anew_times:.2f} times the floor", flush=True)
    alone, floor, queries = _measure(ask, session, rounds)
    times = alone / floor
    print(
        f"warm{alone * 1000:28.1f} ms, {times:.2f} times the floor ({MOST_TIMES_FLOOR}), {queries} queries "
        f"({MOST_QUERIES}){'  missed' if times > MOST_TIMES_FLOOR or queries > MOST_QUERIES else ''}",
        flush=True,
    )
    for number in range(OTHERS):
        fill_school(f"school-{number}", **OF_AN_OTHER)
    _tidy()
    for name, was, first in (("written", anew_times, _write), ("warm", times, None)):
        crowded, floor, _ = _measure(ask, session, rounds, first=first)
        slower = crowded / floor / was
        print(
            f"beside {OTHERS} schools, {name}{crowded * 1000:8.1f} ms, {crowded / floor:.2f} times the floor, "
            f"{slower:.2f} times as long as alone ({MOST_SLOWER}){'  missed' if slower > MOST_SLOWER else ''}",
            flush=True,
        )
    _measure_pdf(leader)


def _write():
    """Any transaction that writes: what was counted before is counted anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")


def _measure(ask, session, rounds, first=None):
    """Medians of the page and of the floor in seconds, taking turns, and the queries of the page.

    `first` is called before each page.
    """
    pages, floors, queries = [], [], 0
    for number in range(-WARMING_UP, rounds):
        floor, _, _ = ask("/-/floor/", session)
        if first:
            first()
        seconds, response, body = ask("/leaders/reports/", session)
        if response.status != 200 or body.count(b"<svg viewBox") < 6 or b"planned with the library" not in body:
            raise SystemExit(f"The leaders' page: not the page to be measured. Status {response.status}.")
        queries = int(response.headers["X-Queries"])
        if number >= 0:
            pages.append(seconds)
            floors.append(floor)
    return statistics.median(pages), statistics.median(floors), queries


def _measure_pdf(leader):
    school = leader.school
    period = Periods(school).usual(NOW.date())
    report = draft_report(school=school, period=period, department=None, by=leader, now=NOW)
    for name in ("first", "second"):
        started = time.perf_counter()
        content = report_pdf(contents_of(report, on=NOW.date()))
        seconds = time.perf_counter() - started
        if not content.startswith(b"%PDF-") or len(content) < 50_000:
            raise SystemExit("The PDF of a year: not what was to be measured.")
        print(
            f"PDF of a year, {name}{seconds:9.2f} s, {len(content) / 1000:.0f} kB ({MOST_SECONDS:.0f} s)"
            f"{'  missed' if seconds > MOST_SECONDS else ''}",
            flush=True,
        )


def _tidy():
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
