"""Reads of the term board: a page of its rows in one query, who has answered, and what the filters offer.

Which requests are wanted, and what is behind them, is asked through the ORM; how they stand in groups is SQL around it.
"""

from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef

from collab.found import Found
from collab.models import Department, Member, Role, Term
from collab.prepared import Prepared
from resources.behind.marks import IS_BARE, NAMES, marked
from resources.models import NothingThisTime, TopicRequest
from resources.term_board.filters import GroupBy, Sort

PAGE_SIZE = 50
MOST_ON_PAPER = 2000
NOTHING_BEHIND = 0  # The first group, whatever the topics stand together by.

COLUMNS = {
    "topic": "topic",
    "teacher": "teacher__name",
    "department_id": "department_id",
    "department": "department__name",
    "subject": "subject__name",
    "first_week": "first_week",
    "last_week": "last_week",
    "students": "students",
    "help_wanted": "help_wanted",
    "state": "state",
}
GROUPS = {
    GroupBy.DEPARTMENT: ("department_id", "lower(department)"),
    GroupBy.WEEK: ("first_week", "lpad(first_week::text, 5, '0')"),
}
ORDERS = {
    Sort.WEEK: "first_week, lower(topic), pk",
    Sort.TOPIC: "lower(topic), pk",
    Sort.TEACHER: "lower(teacher), first_week, lower(topic), pk",
    Sort.STATE: f"array_position(ARRAY[{', '.join(map(repr, TopicRequest.State.values))}], state), pk DESC",
}
ROWS = """
    WITH marked AS MATERIALIZED ({requests}),
    grouped AS (
        SELECT *, CASE WHEN is_bare THEN 0 ELSE {group} END AS group_key,
            CASE WHEN is_bare THEN '' ELSE {group_place} END AS group_place, NOT is_bare AS is_settled
        FROM (
            SELECT *, {is_bare} AS is_bare FROM marked
        ) AS judged{only_bare}
    ),
    placed AS (
        SELECT *, count(*) OVER () AS total, count(*) OVER (PARTITION BY is_settled, group_place) AS together,
            count(*) FILTER (WHERE is_bare) OVER () AS bare,
            row_number() OVER (PARTITION BY is_settled, group_place ORDER BY {order}) AS place_in_group,
            row_number() OVER (ORDER BY is_settled, group_place, {order}) AS place
        FROM grouped
    )
    SELECT {columns}, is_bare, group_key, together, total, bare, place_in_group, place,
        (
            SELECT string_agg(level.name, ', ' ORDER BY level.position, level.name)
            FROM resources_topicrequest_year_levels AS chosen
            JOIN collab_yearlevel AS level ON level.id = chosen.yearlevel_id
            WHERE chosen.topicrequest_id = pk
        ) AS year_levels,
        (
            SELECT string_agg(class.name, ', ' ORDER BY class.name)
            FROM resources_topicrequest_classes AS chosen
            JOIN collab_classgroup AS class ON class.id = chosen.classgroup_id
            WHERE chosen.topicrequest_id = pk
        ) AS classes
    FROM placed WHERE place > %s AND place <= %s ORDER BY place
"""


class Row(NamedTuple):
    """One topic on the board. `group_key` is that of its department or its first week, None where that is not said.

    `together` counts the topics of its group, `bare` those with nothing behind, `total` all; places count from 1.
    """

    pk: int
    topic: str
    teacher: str
    department_id: int | None
    department: str | None
    subject: str | None
    first_week: int | None
    last_week: int | None
    students: int | None
    help_wanted: list
    state: str
    has_box: bool
    has_list: bool
    has_purchase: bool
    has_plan: bool
    is_bare: bool
    group_key: int | None
    together: int
    total: int
    bare: int
    place_in_group: int
    place: int
    year_levels: str | None
    classes: str | None


@dataclass(frozen=True)
class Answers:
    """Who has answered for a term: all its teachers as (pk, name), and those who have not yet."""

    term: Term
    teachers: list
    missing: list

    @property
    def in_words(self):
        """“7 of 24 teachers have answered for Term 1, 2027”"""
        together = len(self.teachers)
        answered = together - len(self.missing)
        who = f"{answered} of {together} teachers" if self.missing else "All teachers"
        return f"{who} {'has' if answered == 1 else 'have'} answered for {self.term}"


def terms_of(member):
    """The terms of the member's school, in order of their dates."""
    return list(Term.objects.visible_to(member).order_by("starts_on"))


def page_of_board(*, member, term, asked):
    """The page asked for, as `Found`; one query, however many topics there are."""
    size = MOST_ON_PAPER if asked.whole else PAGE_SIZE
    start = (asked.page - 1) * size
    rows = rows_of_board(member=member, term=term, asked=asked, start=start, end=start + size)
    total = rows[0].total if rows else 0
    has_next = total > start + size and not asked.whole
    return Found(rows, asked.page, total, has_next=has_next, one="topic", many="topics")


def rows_of_board(*, member, term, asked, start=0, end=1_000_000):
    """The topics of a term as a list of `Row`, narrowed and in groups as asked, from one place to another."""
    requests = asked.narrow(TopicRequest.objects.visible_to(member).in_term(term))
    try:
        wanted, parameters = marked(requests, **COLUMNS)
    except EmptyResultSet:
        return []
    group, group_place = GROUPS[asked.by]
    sql = ROWS.format(
        columns=", ".join(("pk", *COLUMNS, *NAMES)),
        requests=wanted,
        is_bare=IS_BARE,
        group=group,
        group_place=group_place,
        only_bare=" WHERE is_bare" if asked.nothing else "",
        order=ORDERS[asked.sort],
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (*parameters, start, end))
        return list(starmap(Row, cursor.fetchall()))


def new_in(*, member, term, newest=None):
    """The topics of a term that nobody in the library has looked at yet; with a key, those asked up to that one."""
    new = TopicRequest.objects.visible_to(member).in_term(term).filter(state=TopicRequest.State.ASKED)
    return new if newest is None else new.filter(pk__lte=newest)


def asked_now(*, member, term):
    """Of these topics {"number": how many there are, "newest": the last key}."""
    return new_in(member=member, term=term).order_by().aggregate(number=Count("pk"), newest=Max("pk"))


def answers_for(*, member, term):
    """Which teachers have said what they teach in a term, or that there is nothing this time. One query."""
    found = _teachers(member.school_id, term.pk)
    return Answers(
        term,
        teachers=[(pk, name) for pk, name, _ in found],
        missing=[(pk, name) for pk, name, has_answered in found if not has_answered],
    )


def _ask_teachers(school, term):
    """(pk, name, whether there is an answer) of each teacher at a school."""
    requests = TopicRequest.objects.filter(teacher=OuterRef("pk"), term=term)
    requests = requests.exclude(state=TopicRequest.State.WITHDRAWN)
    nothings = NothingThisTime.objects.filter(teacher=OuterRef("pk"), term=term)
    teachers = Member.objects.visible_to(Member(school_id=school)).active().with_role(Role.TEACHER)
    answered = teachers.annotate(has_answered=Exists(requests) | Exists(nothings)).order_by("name", "pk")
    return answered.values_list("pk", "name", "has_answered")


_teachers = Prepared(lambda *row: row, _ask_teachers)


def departments_of(member):
    """What the filter offers: list of (pk, name)."""
    return list(Department.objects.visible_to(member).values_list("pk", "name"))
