"""What was taught, in the words of the curriculum: standards and information skills."""

from outreach.reports.shape import Figure, Of, Section

RESTS_ON = "unit plans with a librarian that are taught in the period and rest on it"
OVERLAP = "A unit counts once for each of its standards, and for each of its year levels."


def _by_year_level(which):
    """The facts of units by standard and year level, for the standards that a condition chooses."""
    return f"""
        SELECT plans.period, standard.id::text AS part, standard.framework || ' ' || standard.number AS label,
            lower(standard.framework || ' ' || standard.number) AS place,
            coalesce(year_levels.id, 0)::text AS across, coalesce(year_levels.name, 'No year level') AS across_label,
            lpad(coalesce(year_levels.position, 99999)::text, 5, '0') AS across_place, plans.id AS thing, 1 AS amount
        FROM plans
        JOIN year_levels ON year_levels.period = plans.period AND year_levels.plan_id = plans.id
        JOIN planning_planstandard AS chosen_standard ON chosen_standard.plan_id = plans.id
        JOIN planning_standard AS standard ON standard.id = chosen_standard.standard_id
        WHERE {which}
    """  # noqa: S608 - a condition of our own


STANDARDS = Figure(
    key="standards",
    section=Section.LEARNING,
    title="Curricular standards taught, by year level",
    counted=f"For each curricular outcome and each competency, by its framework's own number: the {RESTS_ON}.",
    unit="units",
    of=Of.PLAN,
    facts=_by_year_level("standard.kind <> 'information_skill'"),
    adds_up=False,
    overlap=OVERLAP,
    parted_by="Standard",
    across_by="Year level",
)
INFORMATION_SKILLS = Figure(
    key="information_skills",
    section=Section.LEARNING,
    title="Information skills taught, by year level",
    counted=f"For each information skill, by its framework's own number: the {RESTS_ON}. Skills that a plan names "
    "only in words of its own are not counted.",
    unit="units",
    of=Of.PLAN,
    facts=_by_year_level("standard.kind = 'information_skill'"),
    adds_up=False,
    overlap=OVERLAP,
    parted_by="Information skill",
    across_by="Year level",
)
STANDARDS_BY_KIND = Figure(
    key="standards_by_kind",
    section=Section.LEARNING,
    title="What units rest on",
    counted="Each unit plan with a librarian that is taught in the period, by the kinds of standards that it rests on.",
    unit="units",
    of=Of.PLAN,
    facts="""
        SELECT plans.period, kinds.key AS part, kinds.name AS label, kinds.place, '' AS across, '' AS across_label,
            '' AS across_place, plans.id AS thing, 1 AS amount
        FROM plans
        LEFT JOIN planning_planstandard AS chosen_standard ON chosen_standard.plan_id = plans.id
        LEFT JOIN planning_standard AS standard ON standard.id = chosen_standard.standard_id
        JOIN (VALUES
            ('outcome', '1', 'Curricular outcomes'), ('competency', '2', 'Discipline or grade competencies'),
            ('information_skill', '3', 'Information skills'), ('none', '4', 'No standard chosen yet')
        ) AS kinds(key, place, name) ON kinds.key = coalesce(standard.kind, 'none')
    """,
    adds_up=False,
    overlap="A unit counts once for each kind of standard that it rests on.",
    parted_by="Kind of standard",
)
FIGURES = (STANDARDS, INFORMATION_SKILLS, STANDARDS_BY_KIND)
