"""Reads of the list and the board: a page of plain rows, the board's columns, the options of the filters.

Which plans are wanted is asked through the ORM. What is read for them is always the same, and stands here as SQL:
the ORM would take longer to put these two statements together than the database takes to answer them.
"""

from datetime import date
from functools import cache, lru_cache
from itertools import starmap
from operator import itemgetter
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Value, When, Window
from django.db.models.functions import RowNumber

from collab.found import COUNTED_UP_TO, Found
from collab.models import Member, Role
from collab.prepared import Prepared
from planning import levels
from planning.listing.filters import Asked
from planning.models import UnitPlan
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.stages import NUMBERS

PAGE_SIZE = 50
COLUMN_SIZE = 12
CLOSED = ALL_STAGES_COMPLETE + 1  # The last column of the board, after “all five complete”.

ROWS = """
    SELECT plan.id AS pk, plan.title, plan.starts_on, plan.closed_at IS NOT NULL AS is_closed,
        (plan.changed_at AT TIME ZONE school.time_zone)::date AS changed_on, department.name AS department,
        term.id AS term_id, term.name AS term_name, term.year AS term_year,
        term.starts_on AS term_starts_on, term.ends_on AS term_ends_on,
        term.half_term_starts_on, term.half_term_ends_on,
        (
            SELECT string_agg(number::text, '' ORDER BY number)
            FROM planning_stagestate WHERE plan_id = plan.id AND completed_at IS NOT NULL
        ) AS done,
        ARRAY(
            SELECT coalesce((SELECT name FROM collab_member WHERE id = partner.member_id), partner.name)
            FROM planning_partner AS partner WHERE partner.plan_id = plan.id ORDER BY partner.id
        ) AS people,
        (
            SELECT string_agg(year_level.name, ', ' ORDER BY year_level.position, year_level.name)
            FROM planning_unitplan_year_levels AS chosen
            JOIN collab_yearlevel AS year_level ON year_level.id = chosen.yearlevel_id
            WHERE chosen.unitplan_id = plan.id
        ) AS year_levels,
        wanted.total{columns}
    FROM wanted
    JOIN planning_unitplan AS plan ON plan.id = ANY(wanted.keys)
    JOIN collab_school AS school ON school.id = plan.school_id
    LEFT JOIN collab_department AS department ON department.id = plan.department_id
    LEFT JOIN collab_term AS term ON term.id = plan.term_id{join}
    ORDER BY array_position(wanted.keys, plan.id)
"""
WITH_KEYS = "WITH wanted AS MATERIALIZED (SELECT %s::bigint[] AS keys, 0 AS total)"
WITH_PAGE = """
    WITH counted AS MATERIALIZED (SELECT ARRAY({plans}) AS keys),
    wanted AS MATERIALIZED (SELECT keys[%s::int:%s::int] AS keys, cardinality(keys) AS total FROM counted)
"""

OPTIONS = """
    SELECT 'term' AS filter, id, name || ', ' || year AS label, starts_on::text AS place
    FROM collab_term WHERE school_id = %(school)s
    UNION ALL SELECT 'department', id, name, lower(name) FROM collab_department WHERE school_id = %(school)s
    UNION ALL SELECT 'year', id, name, lpad(position::text, 6, '0') FROM collab_yearlevel WHERE school_id = %(school)s
    UNION ALL SELECT role, id, name, lower(name)
    FROM collab_member CROSS JOIN unnest(roles) AS role
    WHERE school_id = %(school)s AND deactivated_at IS NULL AND role IN ('librarian', 'teacher')
"""


class Row(NamedTuple):
    """What a list shows of one plan: the columns of `ROWS`.

    `done` has a digit for each stage that is complete; `total` is the number of plans counted.
    """

    pk: int
    title: str
    starts_on: date | None
    is_closed: bool
    changed_on: date
    department: str | None
    term_id: int | None
    term_name: str | None
    term_year: str | None
    term_starts_on: date | None
    term_ends_on: date | None
    half_term_starts_on: date | None
    half_term_ends_on: date | None
    done: str | None
    people: list
    year_levels: str | None
    total: int
    planned_level: int | None = None
    overruled_level: int | None = None
    parts: tuple = ()

    @property
    def reached(self):
        """The level that the plan has reached, as a number; None where none is, or where it was not read."""
        if self.overruled_level or not self.parts:
            return self.overruled_level
        return levels.reached(levels.parts_from(*self.parts)).level


PLAIN = len(Row._fields) - 1  # All columns but those of the levels, of which there may be none.


def visible_plans(*, member, asked):
    """The plans that a member may see, narrowed and ordered as asked."""
    return asked.narrow(UnitPlan.objects.visible_to(member), member)


def reads_levels(member):
    """Whether the table says how deep the partnership goes: what a leader reads it for."""
    return member.has_role(Role.LEADER)


def page_of_plans(*, member, asked):
    """The page asked for, as `Found`; one query, however many plans there are, with the levels for a leader.

    It gathers keys first, as many as are counted, and with them the total; then the rows of the page alone. Of a page
    that lies beyond what is counted, the keys are gathered by themselves.
    """
    start = (asked.page - 1) * PAGE_SIZE
    end = start + PAGE_SIZE
    is_counted = end <= COUNTED_UP_TO
    offset = 0 if is_counted else start
    limits = (start - offset + 1, end - offset)
    if is_counted and not asked.filters:
        rows = whole_list(asked.sort, tuple(member.roles))(member.school_id, member.pk, *limits)
    else:
        plans = visible_plans(member=member, asked=asked)[offset : (COUNTED_UP_TO if is_counted else end) + 1]
        try:
            rows = _read(*_page(plans, limits, with_levels=reads_levels(member)))
        except EmptyResultSet:
            return Found([], asked.page, 0, has_next=False, one="plan", many="plans")
    found = rows[0].total if rows else 0
    total = found if is_counted else COUNTED_UP_TO + 1
    return Found(rows, asked.page, total, has_next=found > end - offset, one="plan", many="plans")


@lru_cache(maxsize=100)
def whole_list(sort, roles):
    """The question for a page of all the plans that somebody with these roles (a tuple) sees, as it is asked most.

    Its keys: school and member, the first and the last row.
    """

    def ask(school, member, first, last):
        reader = Member(pk=member, school_id=school, roles=roles)
        plans = visible_plans(member=reader, asked=Asked(sort=sort))[: COUNTED_UP_TO + 1]
        return _page(plans, (first, last), with_levels=reads_levels(reader))

    return Prepared(_row, ask)


def board_of_plans(*, member, asked):
    """The board: column (1 to 5, 6 for all five complete, 7 for closed) → (rows, number of plans).

    Two queries: where each plan stands, of which the first of each column are kept; and their rows.
    """
    plans = visible_plans(member=member, asked=asked)
    column = Case(When(closed_at__isnull=False, then=Value(CLOSED)), default=F("at_stage"), output_field=IntegerField())
    firsts = (
        plans.with_stage()
        .annotate(column=column)
        .annotate(
            place=Window(RowNumber(), partition_by="column", order_by=plans.query.order_by),
            together=Window(Count("*"), partition_by="column"),
        )
        .filter(place__lte=COLUMN_SIZE)
        .order_by("column", "place")
        .values_list("pk", "column", "together")
    )
    stands = {pk: (column, together) for pk, column, together in firsts}
    board = {number: ([], 0) for number in (*NUMBERS, ALL_STAGES_COMPLETE, CLOSED)}
    for row in rows_of(stands):
        column, together = stands[row.pk]
        board[column] = [*board[column][0], row], together
    return board


def rows_of(keys):
    """The plans with these keys as a list of `Row`, in the order of the keys."""
    return _read(*_rows(WITH_KEYS, [list(keys)]))


def _read(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(starmap(_row, cursor.fetchall()))


def _row(*values):
    return Row(*values[:PLAIN], parts=values[PLAIN:])


def _page(plans, limits, *, with_levels):
    """SQL and parameters for the rows between two limits of a queryset of plans."""
    sql, parameters = plans.values("pk").query.sql_with_params()
    return _rows(WITH_PAGE.format(plans=sql), [*parameters, *limits], with_levels=with_levels)


def _rows(wanted, parameters, *, with_levels=False):
    """SQL and parameters for `ROWS` of the keys that the SQL `wanted` names."""
    columns, join, of_join = _levels() if with_levels else ("", "", ())
    return wanted + ROWS.format(columns=columns, join=join), (*parameters, *of_join)


@cache
def _levels():
    """What `ROWS` needs to read the levels as well: columns, a join, and its parameters."""
    parts = levels.with_librarian_parts(UnitPlan.objects.order_by()).values_list("pk", *levels.PARTS)
    sql, parameters = parts.query.sql_with_params()
    columns = ", ".join(f"parts.{name}" for name in levels.PARTS)
    return (
        f", plan.planned_level, plan.overruled_level, {columns}",
        f" JOIN ({sql}) AS parts (plan_id, {', '.join(levels.PARTS)}) ON parts.plan_id = plan.id",
        parameters,
    )


options_of = Prepared(lambda *option: option, lambda school: (OPTIONS, {"school": school}))


def filter_options(*, member):
    """What the filters offer: filter → list of (pk, label). One query for all of them.

    Filters: term (latest first), department, year, librarian, teacher.
    """
    options = {"term": [], "department": [], "year": [], "librarian": [], "teacher": []}
    for name, pk, label, _place in sorted(options_of(member.school_id), key=itemgetter(3)):
        options[name].append((pk, label))
    options["term"].reverse()
    return options
