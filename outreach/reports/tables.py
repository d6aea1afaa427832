"""The tables that figures are counted from: what belongs to a period and a filter, said once for all of them.

Each is a common table expression with a column `period` (0 the period itself, 1 the one before, 2 a year ago) and `id`.
A figure names those it reads; they bring what they read themselves. The filters are applied here and nowhere else, and
`KNOWS` says which of them a table can apply.
"""

import re
from functools import cache

PLAN_FILTERS = frozenset({"departments", "year_level", "subject", "librarian", "teacher"})
# The first day of a unit: its own, else that of its term, else the day on which it was begun.
BEGINS = "coalesce(plan.starts_on, least(term.starts_on, plan.ends_on), said.on_day)"

TABLES = {
    "periods": """
        SELECT number - 1 AS number, starts_on, ends_on
        FROM unnest(%(starts)s::date[], %(ends)s::date[]) WITH ORDINALITY AS given(starts_on, ends_on, number)
    """,
    # A unit counts for the library where a librarian is among its partners. One without a department counts for those
    # of its teachers.
    "chosen": f"""
        SELECT plan.id, plan.title, plan.department_id, plan.subject_id, plan.term_id, plan.planned_level,
            plan.planned_facet, plan.overruled_level, plan.level_labels, plan.students, plan.closed_at,
            plan.is_shared,
            {BEGINS} AS starts_on,
            coalesce(plan.ends_on, greatest(term.ends_on, plan.starts_on), said.on_day) AS ends_on
        FROM planning_unitplan AS plan
        LEFT JOIN collab_term AS term ON term.id = plan.term_id
        CROSS JOIN LATERAL (SELECT (plan.created_at AT TIME ZONE %(zone)s)::date AS on_day) AS said
        WHERE plan.school_id = %(school)s
            AND EXISTS (
                SELECT FROM planning_partner WHERE plan_id = plan.id AND kind = 'librarian'
                    AND (%(librarian)s::bigint IS NULL OR member_id = %(librarian)s)
            )
            AND (%(departments)s::bigint[] IS NULL OR plan.department_id = ANY(%(departments)s)
                OR plan.department_id IS NULL AND EXISTS (
                    SELECT FROM planning_partner AS partner JOIN collab_member_departments AS belongs
                        ON belongs.member_id = partner.member_id AND belongs.department_id = ANY(%(departments)s)
                    WHERE partner.plan_id = plan.id AND partner.kind = 'teacher'
                ))
            AND (%(subject)s::bigint IS NULL OR plan.subject_id = %(subject)s)
            AND (%(year_level)s::bigint IS NULL OR EXISTS (
                SELECT FROM planning_unitplan_year_levels WHERE unitplan_id = plan.id AND yearlevel_id = %(year_level)s
            ))
            AND (%(teacher)s::bigint IS NULL OR EXISTS (
                SELECT FROM planning_partner WHERE plan_id = plan.id AND kind = 'teacher' AND member_id = %(teacher)s
            ))
    """,  # noqa: S608 - our own words
    # A unit belongs to each period in which it is taught: by its dates, else its term, else the day it was begun.
    "plans": """
        SELECT period.number AS period, chosen.*
        FROM chosen JOIN periods AS period
            ON chosen.starts_on <= period.ends_on AND chosen.ends_on >= period.starts_on
    """,
    # The people of the plans of a period; an outside partner has no member_id.
    "partners": """
        SELECT plans.period, partner.id, partner.plan_id, partner.kind, partner.member_id, partner.name,
            partner.organisation
        FROM plans JOIN planning_partner AS partner ON partner.plan_id = plans.id
    """,
    # What products are judged by in the units of all the periods; spaces and capitals make no other criterion of one.
    # What is told of departments is told to their heads as well, who read no unit that is not shared.
    "criteria": """
        SELECT id, plan_id, is_library_led, assessed_by, name, lower(name) AS words
        FROM (
            SELECT criterion.id, criterion.plan_id, criterion.is_library_led, criterion.assessed_by,
                CASE WHEN %(departments)s::bigint[] IS NULL OR chosen.is_shared
                    THEN regexp_replace(btrim(criterion.name), '[[:space:]]+', ' ', 'g')
                    ELSE 'A criterion of a unit that is not shared'
                END AS name
            FROM planning_criterion AS criterion JOIN chosen ON chosen.id = criterion.plan_id
            WHERE criterion.plan_id IN (SELECT id FROM plans)
        ) AS written
    """,
    # The units of all the periods, each once.
    "units": """
        SELECT DISTINCT id, overruled_level FROM plans
    """,
    # What the records of a unit say of its level, by the rules of planning.levels: as words, each once or more often.
    "level_marks": """
        SELECT id, 'has_teacher' AS mark FROM units
        WHERE EXISTS (SELECT FROM planning_partner WHERE plan_id = units.id AND kind = 'teacher')
        UNION ALL
        SELECT id, 'has_need' FROM units WHERE EXISTS (SELECT FROM planning_need WHERE plan_id = units.id)
        UNION ALL
        SELECT id, 'taught' FROM units WHERE EXISTS (
            SELECT FROM planning_lesson
            WHERE plan_id = units.id AND led_by <> '' AND (happened <> '' OR students_reached IS NOT NULL)
        )
        UNION ALL
        SELECT id, 'judged' FROM units WHERE EXISTS (
            SELECT FROM criteria JOIN planning_criterioncount AS count ON count.criterion_id = criteria.id
            WHERE criteria.plan_id = units.id AND criteria.assessed_by IN ('librarian', 'together')
        )
        UNION ALL
        SELECT units.id, CASE WHEN wrote.stage IN (1, 2) THEN 'planned' ELSE 'judged' END
        FROM units JOIN planning_contribution AS wrote ON wrote.plan_id = units.id AND wrote.stage IN (1, 2, 4, 5)
        LEFT JOIN (
            SELECT plan_id, array_agg(member_id) AS members FROM partners
            WHERE kind = 'teacher' AND member_id IS NOT NULL GROUP BY plan_id
        ) AS teaching ON teaching.plan_id = units.id
        WHERE wrote.member_id IN (
            SELECT id FROM collab_member WHERE school_id = %(school)s AND roles @> ARRAY['librarian']::varchar[]
        ) AND wrote.member_id <> ALL(coalesce(teaching.members, '{}'))
    """,
    # The level reached, for each unit.
    "levels": """
        SELECT units.id, coalesce(units.overruled_level, CASE
            WHEN NOT said.has_teacher THEN NULL
            WHEN said.planned AND said.taught AND said.judged THEN CASE WHEN said.has_need THEN 4 ELSE 3 END
            ELSE nullif(said.planned::int + said.taught::int + said.judged::int, 0)
        END) AS level
        FROM units LEFT JOIN (
            SELECT id,
                bool_or(mark = 'has_teacher') AS has_teacher, bool_or(mark = 'has_need') AS has_need,
                bool_or(mark = 'planned') AS planned, bool_or(mark = 'taught') AS taught,
                bool_or(mark = 'judged') AS judged
            FROM level_marks GROUP BY id
        ) AS said ON said.id = units.id
    """,
    # The levels that criteria are counted by, once for each number of levels: known by their place, and by their name
    # only where all units with as many levels call it the same.
    "level_names": """
        SELECT levels, level, levels || '-' || level AS key,
            CASE WHEN count(DISTINCT lower(word)) = 1
                THEN min(word COLLATE "C") || ' (' || level || ' of ' || levels || ')'
                ELSE 'Level ' || level || ' of ' || levels
            END AS name
        FROM (
            SELECT DISTINCT level_labels, cardinality(level_labels) AS levels
            FROM plans WHERE id IN (SELECT plan_id FROM criteria)
        ) AS used
        CROSS JOIN unnest(level_labels) WITH ORDINALITY AS said(word, level)
        GROUP BY levels, level
    """,
    # Counts of students at a level of a criterion, for each unit of a period, which `id` is; `by_library` of them by
    # criteria that the library taught. Added up before they are named: there are many counts, and few names.
    "evaluations": """
        SELECT judged.period, judged.id, named.key AS criterion, named.name AS criterion_name,
            judged.words AS criterion_place, level_names.key AS level_key, level_names.name AS level_name,
            judged.students, judged.by_library
        FROM (
            SELECT plans.period, plans.id, criteria.words, cardinality(plans.level_labels) AS levels, count.level,
                sum(count.students) AS students,
                coalesce(sum(count.students) FILTER (WHERE criteria.is_library_led), 0) AS by_library
            FROM plans JOIN criteria ON criteria.plan_id = plans.id
            JOIN planning_criterioncount AS count ON count.criterion_id = criteria.id AND count.students > 0
            GROUP BY plans.period, plans.id, criteria.words, cardinality(plans.level_labels), count.level
        ) AS judged
        JOIN (
            SELECT words, md5(words) AS key, min(name COLLATE "C") AS name FROM criteria GROUP BY words
        ) AS named ON named.words = judged.words
        JOIN level_names ON level_names.levels = judged.levels AND level_names.level = judged.level
    """,
    # A lesson belongs to the period of its day; one without a day to that in which its unit begins.
    "lessons": """
        SELECT period.number AS period, lesson.id, lesson.plan_id, lesson.focus, lesson.led_by, lesson.co_teaching,
            lesson.minutes, lesson.students_reached, lesson.taught_on,
            lesson.happened <> '' OR lesson.students_reached IS NOT NULL AS is_logged
        FROM chosen JOIN planning_lesson AS lesson ON lesson.plan_id = chosen.id
        JOIN periods AS period
            ON coalesce(lesson.taught_on, chosen.starts_on) BETWEEN period.starts_on AND period.ends_on
    """,
    # The day on which the first unit of a teacher with the library began, whatever is filtered: who is new is new once.
    "first_units": f"""
        SELECT partner.member_id, min({BEGINS}) AS first_on
        FROM planning_unitplan AS plan JOIN planning_partner AS partner ON partner.plan_id = plan.id
        LEFT JOIN collab_term AS term ON term.id = plan.term_id
        CROSS JOIN LATERAL (SELECT (plan.created_at AT TIME ZONE %(zone)s)::date AS on_day) AS said
        WHERE plan.school_id = %(school)s AND partner.kind = 'teacher'
            AND EXISTS (SELECT FROM planning_partner WHERE plan_id = plan.id AND kind = 'librarian')
        GROUP BY partner.member_id
    """,  # noqa: S608 - our own words
    # Everybody who was a teacher here at some time of the period; who left later was. Librarians who teach as well are
    # not among those whom the library has to reach. Somebody is here from the day on which they were added, or from
    # that of their first unit with the library: schools tell of years before they came to Collab.
    "teachers": """
        SELECT period.number AS period, member.id, member.name
        FROM collab_member AS member
        LEFT JOIN first_units ON first_units.member_id = member.id
        JOIN periods AS period
            ON least((member.created_at AT TIME ZONE %(zone)s)::date, first_units.first_on) <= period.ends_on
            AND coalesce((member.deactivated_at AT TIME ZONE %(zone)s)::date >= period.starts_on, true)
        WHERE member.school_id = %(school)s AND member.roles @> ARRAY['teacher']::varchar[]
            AND NOT member.roles @> ARRAY['librarian']::varchar[]
            AND (%(teacher)s::bigint IS NULL OR member.id = %(teacher)s)
            AND (%(departments)s::bigint[] IS NULL OR EXISTS (
                SELECT FROM collab_member_departments
                WHERE member_id = member.id AND department_id = ANY(%(departments)s)
            ))
    """,
    # A topic request belongs to each period in which its term lies.
    "requests": """
        SELECT period.number AS period, request.id, request.teacher_id, request.topic, request.term_id,
            request.department_id, request.subject_id, request.state, request.created_at, request.help_wanted
        FROM resources_topicrequest AS request
        JOIN collab_term AS term ON term.id = request.term_id
        JOIN periods AS period ON term.starts_on <= period.ends_on AND term.ends_on >= period.starts_on
        WHERE request.school_id = %(school)s
            AND (%(teacher)s::bigint IS NULL OR request.teacher_id = %(teacher)s)
            AND (%(departments)s::bigint[] IS NULL OR request.department_id = ANY(%(departments)s))
            AND (%(subject)s::bigint IS NULL OR request.subject_id = %(subject)s)
            AND (%(year_level)s::bigint IS NULL OR EXISTS (
                SELECT FROM resources_topicrequest_year_levels
                WHERE topicrequest_id = request.id AND yearlevel_id = %(year_level)s
            ))
    """,
    # A loan belongs to the period in which it begins.
    "bookings": """
        SELECT period.number AS period, booking.id, booking.box_id, booking.borrower_id, booking.request_id,
            booking.state, booking.starts_on, booking.ends_on, booking.out_at, booking.returned_at
        FROM resources_boxbooking AS booking
        JOIN periods AS period ON booking.starts_on BETWEEN period.starts_on AND period.ends_on
        WHERE booking.school_id = %(school)s
            AND (%(teacher)s::bigint IS NULL OR booking.borrower_id = %(teacher)s)
            AND (%(departments)s::bigint[] IS NULL OR EXISTS (
                SELECT FROM collab_member_departments
                WHERE member_id = booking.borrower_id AND department_id = ANY(%(departments)s)
            ))
    """,
    # A purchase belongs to the period in which it was suggested.
    "purchases": """
        SELECT period.number AS period, purchase.id, purchase.title, purchase.state, purchase.created_at,
            purchase.created_by_id, purchase.department_id, purchase.quantity, purchase.price
        FROM resources_purchasesuggestion AS purchase
        JOIN periods AS period
            ON (purchase.created_at AT TIME ZONE %(zone)s)::date BETWEEN period.starts_on AND period.ends_on
        WHERE purchase.school_id = %(school)s
            AND (%(teacher)s::bigint IS NULL OR purchase.created_by_id = %(teacher)s)
            AND (%(departments)s::bigint[] IS NULL OR purchase.department_id = ANY(%(departments)s))
    """,
    "contacts": """
        SELECT period.number AS period, contact.id, contact.about, contact.with_member_id, contact.department_id,
            contact.topic_request_id, contact.plan_id
        FROM outreach_contactlog AS contact
        JOIN periods AS period ON contact."on" BETWEEN period.starts_on AND period.ends_on
        WHERE contact.school_id = %(school)s
            AND (%(teacher)s::bigint IS NULL OR contact.with_member_id = %(teacher)s)
            AND (%(librarian)s::bigint IS NULL OR contact.created_by_id = %(librarian)s)
            AND (%(departments)s::bigint[] IS NULL OR contact.department_id = ANY(%(departments)s))
    """,
    # A teacher's place in a call belongs to the period in which the teacher was asked.
    "invitations": """
        SELECT period.number AS period, invitation.id, invitation.teacher_id, invitation.reminders, call.term_id
        FROM outreach_callinvitation AS invitation
        JOIN outreach_topiccall AS call ON call.id = invitation.call_id
        JOIN periods AS period
            ON (invitation.invited_at AT TIME ZONE %(zone)s)::date BETWEEN period.starts_on AND period.ends_on
        WHERE call.school_id = %(school)s
            AND (%(teacher)s::bigint IS NULL OR invitation.teacher_id = %(teacher)s)
            AND (%(departments)s::bigint[] IS NULL OR EXISTS (
                SELECT FROM collab_member_departments
                WHERE member_id = invitation.teacher_id AND department_id = ANY(%(departments)s)
            ))
    """,
    # The year levels of the plans of a period; a plan that names none stands here once, without.
    "year_levels": """
        SELECT plans.period, level.id, plans.id AS plan_id, level.name, level.position
        FROM plans
        LEFT JOIN planning_unitplan_year_levels AS chosen_level ON chosen_level.unitplan_id = plans.id
        LEFT JOIN collab_yearlevel AS level ON level.id = chosen_level.yearlevel_id
        WHERE %(year_level)s::bigint IS NULL OR level.id = %(year_level)s
    """,
    # The classes of the plans of a period, each once, with the unit that reached it first.
    "classes": """
        SELECT DISTINCT ON (plans.period, class.id) plans.period, class.id, plans.id AS plan_id, class.year_level_id,
            class.size
        FROM plans
        JOIN planning_unitplan_classes AS taught ON taught.unitplan_id = plans.id
        JOIN collab_classgroup AS class ON class.id = taught.classgroup_id
        WHERE %(year_level)s::bigint IS NULL OR coalesce(class.year_level_id, %(year_level)s) = %(year_level)s
        ORDER BY plans.period, class.id, plans.starts_on, plans.id
    """,
    # The departments of the teachers of a period; a teacher of none stands here once, without.
    "memberships": """
        SELECT teachers.period, department.id, teachers.id AS teacher_id, department.name
        FROM teachers
        LEFT JOIN collab_member_departments AS belongs ON belongs.member_id = teachers.id
        LEFT JOIN collab_department AS department ON department.id = belongs.department_id
        WHERE %(departments)s::bigint[] IS NULL OR department.id = ANY(%(departments)s)
    """,
    # The terms of a period, each with the holidays after it.
    "terms": """
        SELECT period.number AS period, term.id, term.name, term.year, term.starts_on, term.ends_on
        FROM (
            SELECT id, name, year, starts_on,
                coalesce(lead(starts_on) OVER (ORDER BY starts_on) - 1, ends_on) AS ends_on
            FROM collab_term WHERE school_id = %(school)s
        ) AS term
        JOIN periods AS period ON term.starts_on <= period.ends_on AND term.ends_on >= period.starts_on
    """,
    # A list belongs to the period in which it was made, and to whoever keeps it.
    "lists": """
        SELECT period.number AS period, list.id, list.title, list.token
        FROM resources_resourcelist AS list
        JOIN periods AS period
            ON (list.created_at AT TIME ZONE %(zone)s)::date BETWEEN period.starts_on AND period.ends_on
        WHERE list.school_id = %(school)s
            AND (%(teacher)s::bigint IS NULL OR list.owner_id = %(teacher)s)
            AND (%(librarian)s::bigint IS NULL OR list.owner_id = %(librarian)s)
    """,
    # A placing belongs to every period that ends after its school year began, since a path leads up to its last step.
    # The year of one that has no terms here begins with the calendar year that it is named after.
    "placings": """
        SELECT period.number AS period, placed.id, placed.year, placed.edition, placed.level, begun.begins_on
        FROM outreach_programmeplacing AS placed
        CROSS JOIN LATERAL (
            SELECT coalesce(
                min(term.starts_on),
                CASE WHEN placed.year ~ '^[12][0-9]{3}' THEN make_date(left(placed.year, 4)::int, 1, 1) END,
                '-infinity'
            ) AS begins_on
            FROM collab_term AS term WHERE term.school_id = placed.school_id AND term.year = placed.year
        ) AS begun
        JOIN periods AS period ON begun.begins_on <= period.ends_on
        WHERE placed.school_id = %(school)s
    """,
}
KNOWS = {
    "plans": PLAN_FILTERS,
    "partners": PLAN_FILTERS,
    "units": PLAN_FILTERS,
    "level_marks": PLAN_FILTERS,
    "levels": PLAN_FILTERS,
    "criteria": PLAN_FILTERS,
    "level_names": PLAN_FILTERS,
    "evaluations": PLAN_FILTERS,
    "lessons": PLAN_FILTERS,
    "teachers": frozenset({"departments", "teacher"}),
    "requests": frozenset({"departments", "year_level", "subject", "teacher"}),
    "bookings": frozenset({"departments", "teacher"}),
    "purchases": frozenset({"departments", "teacher"}),
    "contacts": frozenset({"departments", "librarian", "teacher"}),
    "invitations": frozenset({"departments", "teacher"}),
    "placings": frozenset(),
    "year_levels": PLAN_FILTERS,
    "classes": PLAN_FILTERS,
    "memberships": frozenset({"departments", "teacher"}),
    "terms": PLAN_FILTERS,
    "lists": frozenset({"librarian", "teacher"}),
}
ORDER = list(TABLES)
NAMED = re.compile(rf"\b(?:FROM|JOIN)\s+({'|'.join(ORDER)})\b")


@cache
def read_by(sql):
    """The names of the tables that an SQL text reads, those too that they read themselves; in their order, a tuple."""
    found, new = set(), set(NAMED.findall(sql))
    while new:
        found |= new
        new = {name for table in new for name in NAMED.findall(TABLES[table])} - found
    return tuple(name for name in ORDER if name in found)


def with_tables(sql):
    """An SQL text with the tables that it reads in front of it."""
    tables = [f"{name} AS MATERIALIZED ({TABLES[name]})" for name in read_by(sql)]
    return f"WITH {', '.join(tables)} {sql}"


@cache
def known_filters(sql):
    """Which filters all the tables know that a text names itself, as a set."""
    named = set(NAMED.findall(sql)) & set(KNOWS)
    return frozenset.intersection(*(KNOWS[name] for name in named)) if named else frozenset()
