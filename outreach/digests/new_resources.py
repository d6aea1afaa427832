"""What is new in a catalogue: the titles, and for each of their words in which of them it stands, and how far up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F

from collab.prepared import ask
from resources.models import Resource

MOST = 2000  # Whoever brings in a whole catalogue does not mean it as news.
# What is put into the catalogue long after the library got it is no news: it was on the shelf all the time.
LONG_AFTER = timedelta(days=60)
COLUMNS = ("pk", "title", "creators", "kind", "reads_from", "reads_to", "created_at", "created_by_id")
# A word counts by where it stands: title, subtitle, subjects, summary; there once alone it is said by the way. Names
# of authors are left out: a book by Jane Rivers is not about rivers.
WORDS = """
    SELECT record.id, word.lexeme, CASE
        WHEN 'A' = ANY(word.weights) THEN 1.0 WHEN 'C' = ANY(word.weights) THEN 0.8
        WHEN 'B' = ANY(word.weights) THEN 0.6 ELSE 0.2 * least(cardinality(word.weights), 3) END::float
    FROM resources_resource AS record CROSS JOIN LATERAL unnest(
        catalogue_words(record.dictionary, record.title, record.subtitle, '{}', record.subjects, record.summary)
    ) AS word
    WHERE record.id = ANY(%(keys)s::bigint[])
"""


@dataclass(frozen=True)
class NewResource:
    """One new title; the fields are those of Resource."""

    pk: int
    title: str
    creators: list
    kind: str
    reads_from: int | None
    reads_to: int | None
    created_at: object
    created_by_id: int


@dataclass(frozen=True)
class NewResources:
    """`by_key`: key → NewResource, newest first. `having`: word → {key of a title that has it: how much it counts}.

    `added_by`: member's key → keys of the titles that they put into the catalogue.
    """

    by_key: dict
    having: dict
    added_by: dict


def new_resources(*, school, since, until):
    """The NewResources that came to a school's catalogue after one moment and up to another: the last `MOST`.

    What was withdrawn is not among them. Two queries.
    """
    came = Resource.objects.filter(school=school, created_at__gt=since, created_at__lte=until).on_the_shelf()
    came = came.filter(added_on__gte=school.day_of(since - LONG_AFTER))  # Which has an index.
    came = came.filter(added_on__gte=ExpressionWrapper(F("created_at") - LONG_AFTER, DateTimeField()))
    rows = came.order_by("-created_at", "-pk").values_list(*COLUMNS)[:MOST]
    by_key = {row[0]: NewResource(*row) for row in rows}
    having = defaultdict(dict)
    for key, word, counts in ask(WORDS, {"keys": list(by_key)}) if by_key else ():
        having[word][key] = counts
    added_by = defaultdict(set)
    for one in by_key.values():
        added_by[one.created_by_id].add(one.pk)
    return NewResources(by_key, dict(having), dict(added_by))
