"""Who is reached, and who is not."""

from outreach.reports.shape import Figure, Of, Section

# Departments of a teacher as one part, so that a teacher of two stands in one place.
TEACHERS = Figure(
    key="teachers",
    section=Section.REACH,
    title="Teachers who planned with the library",
    counted="A teacher counts once who is a partner, as a teacher, of a unit plan with a librarian that is taught in "
    "the period. All others who taught here at some time of the period are counted as not reached yet.",
    unit="teachers",
    of=Of.MEMBER,
    facts="""
        SELECT teachers.period, reached.part, reached.label, reached.part AS place,
            coalesce(departments.keys, '0') AS across, coalesce(departments.names, 'No department') AS across_label,
            coalesce(departments.names, '~') AS across_place, teachers.id AS thing, 1 AS amount
        FROM teachers
        CROSS JOIN LATERAL (
            SELECT CASE WHEN is_reached THEN 'reached' ELSE 'unreached' END AS part,
                CASE WHEN is_reached THEN 'Reached' ELSE 'Not reached yet' END AS label
            FROM (SELECT EXISTS (
                SELECT FROM partners WHERE partners.period = teachers.period
                    AND partners.member_id = teachers.id AND partners.kind = 'teacher'
            ) AS is_reached) AS looked
        ) AS reached
        CROSS JOIN LATERAL (
            SELECT string_agg(department.id::text, '-' ORDER BY department.name) AS keys,
                string_agg(department.name, ', ' ORDER BY department.name) AS names
            FROM collab_member_departments AS chosen
            JOIN collab_department AS department ON department.id = chosen.department_id
            WHERE chosen.member_id = teachers.id
        ) AS departments
    """,
    parted_by="Reached",
    across_by="Department",
)
FIGURES = (TEACHERS,)
