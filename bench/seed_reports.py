"""Schools for the leaders' page: five years of units, lessons and topics in each, written by the database itself."""

from datetime import UTC, date, datetime, timedelta

import pgtrigger
from django.db import connection, transaction

from collab.models import Department, Member, Role, School, Subject, Term, User, YearLevel

NOW = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
YEARS = range(2022, 2027)
TEACHERS, LIBRARIANS, DEPARTMENTS, LEVELS, SUBJECTS = 60, 3, 8, 8, 20

PLANS = """
    INSERT INTO planning_unitplan (
        school_id, title, term_id, starts_on, ends_on, department_id, subject_id, students, planned_level,
        planned_facet, level_labels, is_shared, overruled_reason, version, created_at, created_by_id, changed_at,
        changed_by_id
    )
    SELECT %(school)s, 'Unit ' || n, term.id, term.starts_on + 7, term.starts_on + 35,
        (%(departments)s::bigint[])[1 + n %% cardinality(%(departments)s::bigint[])],
        (%(subjects)s::bigint[])[1 + n %% cardinality(%(subjects)s::bigint[])],
        15 + n %% 70, 1 + n %% 4, (ARRAY['A', 'B', 'C', 'D'])[1 + n %% 4],
        ARRAY['Beginning', 'Developing', 'Secure', 'Extending'], true, '', 1, %(now)s, %(ada)s, %(now)s, %(ada)s
    FROM generate_series(1, %(plans)s) AS n
    JOIN LATERAL (
        SELECT id, starts_on FROM collab_term WHERE school_id = %(school)s
        ORDER BY starts_on OFFSET n * 7919 %% %(terms)s LIMIT 1
    ) AS term ON true
"""
STAMPS = "1, %(now)s, %(ada)s, %(now)s, %(ada)s"
ROWS = f"""
    WITH plan AS (
        SELECT id, starts_on, row_number() OVER (ORDER BY id) AS n FROM planning_unitplan WHERE school_id = %(school)s
    ), levels AS (
        INSERT INTO planning_unitplan_year_levels (unitplan_id, yearlevel_id)
        SELECT id, (%(levels)s::bigint[])[1 + n %% cardinality(%(levels)s::bigint[])] FROM plan
    ), partners AS (
        INSERT INTO planning_partner (
            plan_id, kind, member_id, name, organisation, expertise, will, version, created_at, created_by_id,
            changed_at, changed_by_id
        )
        SELECT id, kind, member, '', '', '', '', {STAMPS} FROM plan CROSS JOIN LATERAL (VALUES
            ('librarian', (%(librarians)s::bigint[])[1 + n %% cardinality(%(librarians)s::bigint[])]),
            ('teacher', (%(teachers)s::bigint[])[1 + n * 31 %% cardinality(%(teachers)s::bigint[])])
        ) AS given(kind, member)
    ), stages AS (
        INSERT INTO planning_stagestate (plan_id, number, completed_at, completed_by_id)
        SELECT id, number, CASE WHEN number <= n %% 6 THEN %(now)s::timestamptz END,
            CASE WHEN number <= n %% 6 THEN %(ada)s::bigint END
        FROM plan CROSS JOIN generate_series(1, 5) AS number
    ), contributions AS (
        INSERT INTO planning_contribution (plan_id, stage, member_id, first_at, last_at)
        SELECT id, number, (%(librarians)s::bigint[])[1 + n %% cardinality(%(librarians)s::bigint[])], %(now)s, %(now)s
        FROM plan CROSS JOIN generate_series(1, 5) AS number WHERE number <= n %% 6
    ), barriers AS (
        INSERT INTO planning_barrier (
            plan_id, kind, what, counter_measure, outcome, version, created_at, created_by_id, changed_at, changed_by_id
        )
        SELECT id, (ARRAY['time', 'support', 'culture', 'testing'])[1 + n %% 4], 'Said', 'Done', '', {STAMPS}
        FROM plan WHERE n %% 5 = 0
    ), needs AS (
        INSERT INTO planning_need (
            plan_id, source, shows, cohort, version, created_at, created_by_id, changed_at, changed_by_id
        )
        SELECT id, 'Reading test', 'Reads slowly', '', {STAMPS} FROM plan WHERE n %% 9 = 0
    ), criteria AS (
        INSERT INTO planning_criterion (
            plan_id, name, assessed_by, is_library_led, version, created_at, created_by_id, changed_at, changed_by_id
        )
        SELECT id, 'Criterion ' || n %% 12, 'together', n %% 2 = 0, {STAMPS} FROM plan WHERE n %% 2 = 0 RETURNING id
    ), counts AS (
        INSERT INTO planning_criterioncount (criterion_id, level, students)
        SELECT id, level, 3 + (id + level) %% 9 FROM criteria CROSS JOIN generate_series(1, 4) AS level
    )
    INSERT INTO planning_lesson (
        plan_id, focus, taught_on, period, place, led_by, co_teaching, minutes, happened, students_reached,
        version, created_at, created_by_id, changed_at, changed_by_id
    )
    SELECT id, 'Lesson', starts_on + 3 * number, '', '', (ARRAY['librarian', 'together', 'teacher'])[1 + number %% 3],
        (ARRAY['supportive', 'parallel', 'split', 'stations', 'team'])[1 + number %% 5], 50,
        CASE WHEN n %% 3 > 0 THEN 'It happened' ELSE '' END, NULL, {STAMPS}
    FROM plan CROSS JOIN generate_series(1, 8) AS number
"""  # noqa: S608 - nothing but our own columns
TOPICS = """
    WITH asked AS (
        INSERT INTO resources_topicrequest (
            school_id, term_id, teacher_id, topic, department_id, help_wanted, note, state, version, created_at,
            created_by_id, changed_at, changed_by_id
        )
        SELECT %(school)s, term.id, (%(teachers)s::bigint[])[1 + n %% cardinality(%(teachers)s::bigint[])],
            'Topic ' || n,
            (%(departments)s::bigint[])[1 + n %% cardinality(%(departments)s::bigint[])], '{}', '',
            (ARRAY['asked', 'seen', 'ready', 'done'])[1 + n %% 4], 1, %(now)s, %(ada)s, %(now)s, %(ada)s
        FROM generate_series(1, %(requests)s) AS n
        JOIN LATERAL (
            SELECT id FROM collab_term WHERE school_id = %(school)s
            ORDER BY starts_on OFFSET n * 7919 %% %(terms)s LIMIT 1
        ) AS term ON true
        RETURNING id
    )
    INSERT INTO resources_topicrequest_year_levels (topicrequest_id, yearlevel_id)
    SELECT id, (%(levels)s::bigint[])[1 + id %% cardinality(%(levels)s::bigint[])] FROM asked
"""


def fill_school(slug, *, plans, requests):
    """A school with so many units, eight lessons in each, and so many topics. Returns its leader."""
    school = School.objects.create(
        name=f"School {slug}", slug=slug, country="AU", time_zone="Australia/Sydney", locale="en-au", created_at=NOW
    )
    leader, about = _structure(school)
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # From here on no history is written, until the end of the transaction.
        for statement in (PLANS, ROWS, TOPICS):
            connection.connection.execute(statement, about | {"plans": plans, "requests": requests})
    return leader


def _structure(school):
    """The leader, and what the statements name."""
    made = {"school": school, "created_at": datetime(2021, 1, 1, tzinfo=UTC)}
    user = User.objects.create_user(f"leader@{school.slug}.example")
    leader = Member.objects.create(user=user, name="Leader", roles=[Role.LEADER], **made)
    librarians = Member.objects.bulk_create(
        Member(name=f"Librarian {n}", roles=[Role.LIBRARIAN], **made) for n in range(LIBRARIANS)
    )
    teachers = Member.objects.bulk_create(
        Member(name=f"Teacher {n}", roles=[Role.TEACHER], **made) for n in range(TEACHERS)
    )
    departments = Department.objects.bulk_create(Department(school=school, name=f"D {n}") for n in range(DEPARTMENTS))
    Member.departments.through.objects.bulk_create(
        Member.departments.through(member=member, department=departments[n % len(departments)])
        for n, member in enumerate(teachers)
    )
    levels = YearLevel.objects.bulk_create(YearLevel(school=school, name=f"Y {n}", position=n) for n in range(LEVELS))
    subjects = Subject.objects.bulk_create(Subject(school=school, name=f"Subject {n}") for n in range(SUBJECTS))
    terms = Term.objects.bulk_create(
        Term(
            school=school,
            name=f"Term {number + 1}",
            year=str(year),
            starts_on=date(year, 1, 20) + timedelta(days=88 * number),
            ends_on=date(year, 3, 31) + timedelta(days=88 * number),
        )
        for year in YEARS
        for number in range(4)
    )
    named = {"librarians": librarians, "teachers": teachers, "departments": departments, "levels": levels}
    keys = {name: [row.pk for row in rows] for name, rows in (named | {"subjects": subjects}).items()}
    return leader, keys | {"school": school.pk, "ada": librarians[0].pk, "terms": len(terms), "now": NOW}
