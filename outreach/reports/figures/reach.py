"""Who is reached, and who is not."""

from outreach.reports.shape import BETWEEN, TERM_AND_YEAR_LEVEL, Figure, Measure, Of, Section

HAVE_PLANNED = "(SELECT DISTINCT period, member_id FROM partners WHERE kind = 'teacher')"
# The departments of a teacher as one part, so that a teacher of two stands in one place.
THEIR_DEPARTMENTS = """
    (
        SELECT period, teacher_id, coalesce(string_agg(id::text, '-' ORDER BY name), '0') AS keys,
            coalesce(string_agg(name, ', ' ORDER BY name), 'No department') AS names,
            coalesce('0' || string_agg(name, ', ' ORDER BY name), '1') AS place
        FROM memberships GROUP BY period, teacher_id
    )
"""
REACHED = """
    CROSS JOIN LATERAL (
        SELECT CASE WHEN planned.member_id IS NULL THEN 'unreached' ELSE 'reached' END AS key,
            CASE WHEN planned.member_id IS NULL THEN 'Not reached yet' ELSE 'Reached' END AS name
    ) AS reached
"""
PARTNER_OF_A_UNIT = (
    "A teacher counts as reached who is a partner, as a teacher, of a unit plan with a librarian that is taught in the "
    "period. All others who taught here at some time of the period are counted as not reached yet. Librarians who "
    "teach as well are not counted."
)

TEACHERS = Figure(
    key="teachers",
    section=Section.REACH,
    title="Teachers who planned with the library",
    counted=f"{PARTNER_OF_A_UNIT} Each counts once; who belongs to two departments stands under both together.",
    unit="teachers",
    of=Of.MEMBER,
    facts=f"""
        SELECT teachers.period, reached.key AS part, reached.name AS label, reached.key AS place,
            belong.keys AS across, belong.names AS across_label, belong.place AS across_place,
            teachers.id AS thing, 1 AS amount
        FROM teachers
        JOIN {THEIR_DEPARTMENTS} AS belong ON belong.period = teachers.period AND belong.teacher_id = teachers.id
        LEFT JOIN {HAVE_PLANNED} AS planned ON planned.period = teachers.period AND planned.member_id = teachers.id
        {REACHED}
    """,  # noqa: S608 - our own words
    parted_by="Reached",
    across_by="Department",
)
DEPARTMENTS = Figure(
    key="departments",
    section=Section.REACH,
    title="Departments reached, and not reached yet",
    counted=f"{PARTNER_OF_A_UNIT} A department is reached once one of its teachers is.",
    unit="teachers",
    of=Of.MEMBER,
    facts=f"""
        SELECT memberships.period, coalesce(memberships.id, 0)::text AS part,
            coalesce(memberships.name, 'No department') AS label, coalesce('0' || memberships.name, '1') AS place,
            reached.key AS across, reached.name AS across_label, reached.key AS across_place,
            memberships.teacher_id AS thing, 1 AS amount
        FROM memberships
        LEFT JOIN {HAVE_PLANNED} AS planned
            ON planned.period = memberships.period AND planned.member_id = memberships.teacher_id
        {REACHED}
    """,  # noqa: S608 - our own words
    adds_up=False,
    overlap="Who teaches in two departments counts in each.",
    parted_by="Department",
    across_by="Reached",
)
CLASSES = Figure(
    key="classes",
    section=Section.REACH,
    title="Classes reached",
    counted="Each class of a unit plan with a librarian that is taught in the period counts once, however many units "
    "it had; behind the number it stands with the first of them.",
    unit="classes",
    of=Of.PLAN,
    facts="""
        SELECT classes.period, coalesce(level.id, 0)::text AS part,
            coalesce(level.name, 'No year level') AS label,
            coalesce(to_char(level.position, 'FM00000'), '99999') AS place,
            '' AS across, '' AS across_label, '' AS across_place, classes.plan_id AS thing, count(*) AS amount
        FROM classes LEFT JOIN collab_yearlevel AS level ON level.id = classes.year_level_id
        GROUP BY classes.period, level.id, classes.plan_id
    """,
    parted_by="Year level",
)
STUDENTS = Figure(
    key="students",
    section=Section.REACH,
    title="Students in units with the library",
    counted="The sizes of the classes reached, each class once; behind the number a class stands with its first unit. "
    "A unit without classes, or with none whose size is known, counts the number of students that it says itself.",
    unit="students",
    of=Of.PLAN,
    facts="""
        SELECT plans.period, coalesce(department.id, 0)::text AS part,
            coalesce(department.name, 'No department') AS label, coalesce('0' || department.name, '1') AS place,
            '' AS across, '' AS across_label, '' AS across_place, plans.id AS thing, counted.students AS amount
        FROM plans
        LEFT JOIN collab_department AS department ON department.id = plans.department_id
        LEFT JOIN (
            SELECT period, plan_id, sum(size) AS students FROM classes GROUP BY period, plan_id
        ) AS taught ON taught.period = plans.period AND taught.plan_id = plans.id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN EXISTS (
                SELECT FROM planning_unitplan_classes AS named
                JOIN collab_classgroup AS class ON class.id = named.classgroup_id
                WHERE named.unitplan_id = plans.id AND class.size IS NOT NULL
            ) THEN taught.students ELSE plans.students END AS students
        ) AS counted
        WHERE counted.students > 0
    """,
    parted_by="Department",
)
# The terms of each period by their place in it, so that the first term of a year stands beside that of the year before;
# they are called as in the period itself.
TERMS_BY_PLACE = """
    (
        SELECT period, place, starts_on, ends_on, first_value(name) OVER (PARTITION BY place ORDER BY period) AS name
        FROM (
            SELECT period, starts_on, ends_on, name || ', ' || year AS name,
                row_number() OVER (PARTITION BY period ORDER BY starts_on) AS place
            FROM terms
        ) AS placed
    )
"""
COVERAGE = Figure(
    key="coverage",
    section=Section.REACH,
    title="Coverage: departments, year levels and terms",
    counted="For each department and year level, in each term, the deepest level of the continuum of instructional "
    "partnership that a unit plan with a librarian reached which is taught in that term and in the period: "
    "1 Cooperation, 2 Coordination, 3 Collaboration, 4 Data-driven collaboration; 0 where no level is recorded yet. "
    "Where nothing stands there is no such unit. The holidays after a term belong to it; beside a term stands the one "
    "that has its place in the period compared with.",
    unit="deepest level",
    of=Of.PLAN,
    facts=f"""
        SELECT plans.period, coalesce(department.id, 0)::text AS part,
            coalesce(department.name, 'No department') AS label, coalesce('0' || department.name, '1') AS place,
            coalesce(term.place, 0) || '-' || coalesce(year_levels.id, 0) AS across,
            coalesce(replace(term.name, '{BETWEEN}', ' '), 'Outside the terms') || '{BETWEEN}'
                || coalesce(year_levels.name, 'No year level') AS across_label,
            coalesce(to_char(term.place, 'FM00000'), '99999')
                || coalesce(to_char(year_levels.position, 'FM00000'), '99999') AS across_place,
            plans.id AS thing, coalesce(levels.level, 0) AS amount
        FROM plans
        JOIN periods AS period ON period.number = plans.period
        JOIN year_levels ON year_levels.period = plans.period AND year_levels.plan_id = plans.id
        JOIN levels ON levels.id = plans.id
        LEFT JOIN collab_department AS department ON department.id = plans.department_id
        LEFT JOIN {TERMS_BY_PLACE} AS term ON term.period = plans.period
            AND term.starts_on <= least(plans.ends_on, period.ends_on)
            AND term.ends_on >= greatest(plans.starts_on, period.starts_on)
    """,  # noqa: S608 - our own words
    measure=Measure.DEEPEST,
    adds_up=False,
    overlap="A level is no number of units; a unit for two year levels, or in two terms, stands with each.",
    parted_by="Department",
    across_by=TERM_AND_YEAR_LEVEL,
    names=("No level recorded yet", "Cooperation", "Coordination", "Collaboration", "Data-driven collaboration"),
)
NEW_PARTNERS = Figure(
    key="new_partners",
    section=Section.REACH,
    title="Teachers who planned with the library for the first time",
    counted="Those of the teachers reached in the period whose first unit plan with a librarian, of all there ever "
    "were in this school, begins in it.",
    unit="teachers",
    of=Of.MEMBER,
    facts=f"""
        SELECT teachers.period, belong.keys AS part, belong.names AS label, belong.place AS place,
            '' AS across, '' AS across_label, '' AS across_place, teachers.id AS thing, 1 AS amount
        FROM teachers
        JOIN {THEIR_DEPARTMENTS} AS belong ON belong.period = teachers.period AND belong.teacher_id = teachers.id
        JOIN {HAVE_PLANNED} AS planned ON planned.period = teachers.period AND planned.member_id = teachers.id
        JOIN first_units ON first_units.member_id = teachers.id
        JOIN periods AS period ON period.number = teachers.period
            AND first_units.first_on BETWEEN period.starts_on AND period.ends_on
    """,  # noqa: S608 - our own words
    parted_by="Department",
)
# The key of a part stands in an address, which a name might not survive.
OUTSIDE_PARTNERS = Figure(
    key="outside_partners",
    section=Section.REACH,
    title="Outside partners",
    counted="Everybody from outside the school who is named on a unit plan with a librarian that is taught in the "
    "period, once for each unit; by organisation, or by name where none is said.",
    unit="times on a unit",
    of=Of.PARTNER,
    facts="""
        SELECT partners.period, left(md5(lower(called.name)), 12) AS part, called.name AS label,
            lower(called.name) AS place, '' AS across, '' AS across_label, '' AS across_place,
            partners.id AS thing, 1 AS amount
        FROM partners
        CROSS JOIN LATERAL (
            SELECT coalesce(nullif(btrim(partners.organisation), ''), btrim(partners.name)) AS name
        ) AS called
        WHERE partners.kind = 'outside'
    """,
    parted_by="Partner",
)
FIGURES = (TEACHERS, DEPARTMENTS, CLASSES, STUDENTS, COVERAGE, NEW_PARTNERS, OUTSIDE_PARTNERS)
