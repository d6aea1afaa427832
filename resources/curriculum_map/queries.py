"""Reads of the curriculum map: what goes down, and the topics of every cell in one query.

Which requests are wanted, and what is behind them, is asked through the ORM; how they fall into cells is SQL around it.
"""

from collections import defaultdict
from enum import IntEnum
from itertools import starmap
from typing import NamedTuple

from django.db import connection

from collab.models import Department, Term, YearLevel
from resources.behind.marks import IS_BARE, marked
from resources.curriculum_map.filters import Down
from resources.models import TopicRequest

NO_ROW = 0  # The row of what belongs to no department, or to no year level.
CELL_SIZE = 6

DOWN = {
    Down.DEPARTMENTS: (Department, "department_id", ""),
    Down.YEAR_LEVELS: (
        YearLevel,
        "chosen.yearlevel_id",
        "LEFT JOIN resources_topicrequest_year_levels AS chosen ON chosen.topicrequest_id = pk",
    ),
}
COLUMNS = {
    "topic": "topic",
    "term_id": "term",
    "department_id": "department",
    "state": "state",
    "help_wanted": "help_wanted",
}
CELLS = """
    WITH marked AS MATERIALIZED ({requests}),
    placed AS (
        SELECT coalesce({row}, 0) AS row, term_id, pk, topic,
            CASE
                WHEN has_plan THEN 2
                WHEN {is_bare} THEN 0
                WHEN has_box OR has_list OR has_purchase OR help_wanted <> '{{}}' THEN 1
                ELSE 3
            END AS depth
        FROM marked {join}
    ),
    counted AS (
        SELECT *, count(*) OVER (PARTITION BY row, term_id) AS together,
            row_number() OVER (PARTITION BY row, term_id ORDER BY lower(topic), pk) AS place
        FROM placed WHERE %s::bigint IS NULL OR row = %s
    )
    SELECT row, term_id, pk, topic, depth, together FROM counted WHERE place <= %s ORDER BY place
"""


class Depth(IntEnum):
    """How deep the library was involved in a topic; “nothing” means what it means on the term board."""

    NOTHING = 0
    PREPARED = 1
    PLANNED = 2
    NOT_WANTED = 3


class Topic(NamedTuple):
    """A topic in a cell of the map; `together` counts all topics of the cell."""

    row: int
    term_id: int
    pk: int
    topic: str
    depth: int
    together: int


def terms_of(member):
    """The terms of the member's school, in order of their dates."""
    return list(Term.objects.visible_to(member).order_by("starts_on"))


def rows_of(*, member, asked):
    """What goes down the map, as (key, name), in the order of the school."""
    model = DOWN[asked.down][0]
    return list(model.objects.visible_to(member).values_list("pk", "name"))


def cells_of(*, member, terms, asked, at_most=CELL_SIZE):
    """The topics of these terms that will be or were taught: (key of the row, of the term) → list of `Topic`.

    One query. Of a cell with more than `at_most` topics the first are read.
    """
    if not terms:
        return {}
    requests = TopicRequest.objects.visible_to(member).standing().filter(term__in=[term.pk for term in terms])
    wanted, parameters = marked(requests, **COLUMNS)
    _, row, join = DOWN[asked.down]
    sql = CELLS.format(requests=wanted, is_bare=IS_BARE, row=row, join=join)
    with connection.cursor() as cursor:
        cursor.execute(sql, (*parameters, asked.row, asked.row, at_most))
        cells = defaultdict(list)
        for topic in starmap(Topic, cursor.fetchall()):
            cells[topic.row, topic.term_id].append(topic)
    return cells
