"""How deep the collaboration goes: a profile, in which no level is better than another."""

from outreach.reports.shape import Figure, Of, Section

LEVELS = "(VALUES (1, 'Cooperation'), (2, 'Coordination'), (3, 'Collaboration'), (4, 'Data-driven collaboration'))"
LEVEL_REACHED = Figure(
    key="level_reached",
    section=Section.DEPTH,
    title="Units by the level reached",
    counted="Each unit plan with a librarian that is taught in the period, by the level of the continuum of "
    "instructional partnership (Buzzeo) that its records show, or that somebody set with a reason. "
    "No level is better than another.",
    unit="units",
    of=Of.PLAN,
    facts=f"""
        SELECT plans.period, coalesce(levels.level, 0)::text AS part,
            coalesce(named.name, 'Nothing recorded yet') AS label,
            coalesce(levels.level, 9)::text AS place, '' AS across, '' AS across_label, '' AS across_place,
            plans.id AS thing, 1 AS amount
        FROM plans JOIN levels ON levels.id = plans.id
        LEFT JOIN {LEVELS} AS named(level, name) ON named.level = levels.level
    """,  # noqa: S608 - a list of our own words
    parted_by="Level",
)
FIGURES = (LEVEL_REACHED,)
