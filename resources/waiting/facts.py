"""One question for many members at once: whatever of the library waits for each, or is news to them."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from psycopg.types.numeric import Int8

from collab.prepared import ask
from resources.purchases.late import LATE_AFTER
from resources.topics.terms import AHEAD
from resources.waiting import lists, loans, news, suggestions, topics

EACH = 10  # Of one kind; whoever has more is helped better by the list itself.
BROUGHT_BACK_AHEAD = timedelta(days=2)

# Each part has the columns of a `Fact`. It may name `reader` (id, school_id, is_librarian, is_teacher), the number
# %(each)s, and the days %(on)s, %(due)s, %(ending)s, %(news)s and %(late)s.
PARTS = (
    topics.REQUESTS,
    loans.AT_THE_SHELF,
    loans.TO_BRING_BACK,
    loans.ANSWERED,
    loans.FOLLOW_UPS,
    suggestions.TO_DECIDE,
    suggestions.ORDERED_LONG_AGO,
    suggestions.TO_LET_GO,
    suggestions.TO_ADVISE_ON,
    suggestions.ANSWERED,
    lists.GIVEN,
    lists.CURATED,
    topics.TO_SAY,
    topics.WITHDRAWN,
    topics.ANSWERED,
)
FACTS_OF_MANY = """
WITH reader AS (
    SELECT id, school_id, 'librarian' = ANY (roles) AS is_librarian, 'teacher' = ANY (roles) AS is_teacher
    FROM collab_member WHERE id = ANY (%(members)s)
)
SELECT reader.id, fact.* FROM reader CROSS JOIN LATERAL ({parts}) AS fact
""".replace("{parts}", " UNION ALL ".join(f"({part})" for part in PARTS))
# Asked about one, PostgreSQL is sure that a single row is meant, and keeps the plan that it has prepared.
FACTS_OF_ONE = FACTS_OF_MANY.replace("id = ANY (%(members)s)", "id = %(member)s")


class Fact(NamedTuple):
    """One thing that waits: its kind, its key and name, who is behind it, its day, how many they are, what was said."""

    kind: str
    key: int
    name: str
    who: str
    day: date
    number: int
    said: str


def facts(*, members, on, terms=()):
    """What waits for each member on a day: member's pk → list of Facts. One query.

    `terms`: those of their school around the day, which say how long something is news; without any all days count.
    """
    found = defaultdict(list)
    asked = {
        "on": on,
        "due": on + BROUGHT_BACK_AHEAD,
        "ending": on + AHEAD,
        "news": news.since(on=on, terms=terms),
        "late": on - LATE_AFTER,
        "each": EACH,
    }
    keys = [Int8(member.pk) for member in members]
    is_one = len(keys) == 1
    sql, whom = (FACTS_OF_ONE, {"member": keys[0]}) if is_one else (FACTS_OF_MANY, {"members": keys})
    for member, *fact in ask(sql, asked | whom):
        found[member].append(Fact(*fact))
    return found
