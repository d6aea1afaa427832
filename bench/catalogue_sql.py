"""What the catalogue's search costs in the database: the median over some fifty different queries."""

import statistics
import sys
import time

from django.db import connection

from resources.catalogue.finding.filters import Asked
from resources.catalogue.finding.queries import page_of_resources

ROUNDS = 7
QUERIES = (
    *(
        "volcano",
        "river",
        "history",
        "the",
        "dragon",
        "drag",
        "dra",
        "castles",
        "understanding",
        "grandmother",
        "peace",
    ),
    *("volcano river", "secret garden", "the dragon book", "history of the glacier", "who invented the engine"),
    *("golden castle poem", "lost pirate island", "great war", "robot rocket", "rhythm & satire", "detective story"),
    *("the first railway", "hidden temple", "young knight", "ancient empire", "water and soil", "frozen ocean"),
    *("whale", "fossil", "treaty", "orbit", "butterflies", "music", "treaties", "muge", "freya", "zoe"),
    *("bablen", "chelliford", "drackerton", "flodo", "hecker", "jalteng", "lombewell", "ponder"),
    *("volcno", "erthquake", "secret gardn", "constitusion", "551.2", "9781999000127"),
)


def measure(member):
    """Prints the median, in the database alone, of what the queries take; each is asked several times."""
    taken = {query: statistics.median(_one(member, query) for _ in range(ROUNDS)) for query in QUERIES}
    seconds = sorted(taken.values())
    slowest = max(taken, key=taken.get)
    print(
        f"\nSearch of the catalogue, in the database, {len(QUERIES)} queries (goal: p50 under 5 ms): "
        f"p50 {statistics.median(seconds) * 1000:.1f} ms, p90 {seconds[len(seconds) * 9 // 10] * 1000:.1f} ms, "
        f"most {seconds[-1] * 1000:.1f} ms (“{slowest}”)."
    )


def _one(member, query):
    """Seconds that the database takes for everything that one search asks."""
    waited = 0

    def timed(execute, *about):
        nonlocal waited
        started = time.perf_counter()
        try:
            return execute(*about)
        finally:
            waited += time.perf_counter() - started

    with connection.execute_wrapper(timed):
        search = page_of_resources(member=member, asked=Asked.read({"q": query}, member=member))
    if not search.found.rows:
        sys.exit(f"“{query}” finds nothing, which is no search to be measured.")
    return waited
