"""What students learned."""

from outreach.reports.figures.standards import FIGURES as STANDARDS
from outreach.reports.shape import Figure, Of, Section

EVALUATED = (
    "Students are counted as the product evaluation (stage 4) of each unit plan with a librarian that is taught in "
    "the period counts them, by the level they reached. A level has its name where all units with as many levels "
    "call it the same, else its place among them (“Level 3 of 4”)."
)
A_STUDENT_COUNTS = "A student counts once for each criterion of each unit."
CRITERION = """evaluations.criterion AS part, evaluations.criterion_name AS label,
    evaluations.criterion_place AS place"""
LEVEL = """evaluations.level_key AS across, evaluations.level_name AS across_label,
    evaluations.level_key AS across_place"""

PRODUCT_EVALUATIONS = Figure(
    key="product_evaluations",
    section=Section.LEARNING,
    title="What students have to show, by criterion",
    counted=f"{EVALUATED} Criteria of the same name are one, whichever unit they stand in.",
    unit="students",
    of=Of.PLAN,
    facts=f"""
        SELECT evaluations.period, {CRITERION}, {LEVEL}, evaluations.id AS thing, evaluations.students AS amount
        FROM evaluations
    """,  # noqa: S608 - columns of our own
    adds_up=False,
    overlap=A_STUDENT_COUNTS,
    parted_by="Criterion",
    across_by="Level",
)
LIBRARY_CRITERIA = Figure(
    key="library_criteria",
    section=Section.LEARNING,
    title="What students learned from the library, by criterion",
    counted=f"{EVALUATED} Only criteria that are marked as taught by the library; those of the same name are one.",
    unit="students",
    of=Of.PLAN,
    facts=f"""
        SELECT evaluations.period, {CRITERION}, {LEVEL}, evaluations.id AS thing, evaluations.by_library AS amount
        FROM evaluations WHERE evaluations.by_library > 0
    """,  # noqa: S608 - columns of our own
    adds_up=False,
    overlap=A_STUDENT_COUNTS,
    parted_by="Criterion",
    across_by="Level",
)
LIBRARY_TAUGHT = Figure(
    key="library_taught",
    section=Section.LEARNING,
    title="Criteria that the library taught, and all others",
    counted=f"{EVALUATED} One student judged by one criterion is one evaluation. The two groups are different "
    "criteria of different difficulty: neither is a measure of the other.",
    unit="evaluations",
    of=Of.PLAN,
    facts=f"""
        SELECT evaluations.period, taught.part, taught.label, taught.part AS place, {LEVEL},
            evaluations.id AS thing, sum(taught.students) AS amount
        FROM evaluations CROSS JOIN LATERAL (VALUES
            ('1-library', 'Taught by the library', evaluations.by_library),
            ('2-others', 'Other criteria', evaluations.students - evaluations.by_library)
        ) AS taught(part, label, students)
        WHERE taught.students > 0
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    """,  # noqa: S608 - columns of our own
    adds_up=False,
    overlap=A_STUDENT_COUNTS,
    parted_by="Criteria",
    across_by="Level",
)
FROM_NEED = Figure(
    key="from_need",
    section=Section.LEARNING,
    title="Units that start from what students needed",
    counted="Each unit plan with a librarian that is taught in the period, by whether a need shown by student results "
    "is recorded (stage 1), and whether students are counted by criteria (stage 4). With both there is a before and "
    "an after.",
    unit="units",
    of=Of.PLAN,
    facts="""
        SELECT plans.period, known.part, known.label, known.part AS place, '' AS across, '' AS across_label,
            '' AS across_place, plans.id AS thing, 1 AS amount
        FROM plans JOIN (VALUES
            (true, true, '1-both', 'A need recorded, and evaluated'),
            (true, false, '2-need', 'A need recorded, not evaluated yet'),
            (false, true, '3-evaluated', 'No need recorded, evaluated'),
            (false, false, '4-neither', 'Neither yet')
        ) AS known(has_need, is_evaluated, part, label)
            ON known.has_need = EXISTS (SELECT FROM planning_need WHERE plan_id = plans.id)
            AND known.is_evaluated = EXISTS (
                SELECT FROM planning_criterion AS criterion
                JOIN planning_criterioncount AS count ON count.criterion_id = criterion.id
                WHERE criterion.plan_id = plans.id AND count.students > 0
            )
    """,
    parted_by="Start and end",
)
LONGEST_NEED = 100
# What is told of departments is told to their heads as well, who read no plan that is not shared.
BEFORE_AND_AFTER = Figure(
    key="before_and_after",
    section=Section.LEARNING,
    title="Before and after",
    counted=f"{EVALUATED} Only units that start from a need shown by student results: each names the need from which "
    "it started, in the words of its plan, beside the levels that its students reached by all its criteria. "
    "Of departments, a unit that is not shared with the school is counted and not named.",
    unit="evaluations",
    of=Of.PLAN,
    facts=f"""
        SELECT evaluations.period, evaluations.id::text AS part,
            named.words AS label, lower(named.words) || ' ' || evaluations.id AS place, {LEVEL},
            evaluations.id AS thing, sum(evaluations.students) AS amount
        FROM evaluations JOIN chosen ON chosen.id = evaluations.id
        JOIN (
            SELECT plan_id, string_agg(CASE WHEN length(said) > {LONGEST_NEED}
                THEN left(said, {LONGEST_NEED} - 1) || '…' ELSE said END, ' ' ORDER BY id) AS words
            FROM (SELECT id, plan_id, regexp_replace(btrim(shows), '[[:space:]]+', ' ', 'g') AS said
                FROM planning_need) AS recorded
            WHERE plan_id IN (SELECT id FROM evaluations)
            GROUP BY plan_id
        ) AS written ON written.plan_id = evaluations.id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN chosen.is_shared OR %(departments)s::bigint[] IS NULL
                THEN chosen.title || '. Before: ' || written.words
                ELSE 'A unit that is not shared with the school'
            END AS words
        ) AS named
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    """,  # noqa: S608 - columns of our own
    adds_up=False,
    overlap=A_STUDENT_COUNTS,
    parted_by="Unit and its starting need",
    across_by="Level",
)
FIGURES = (PRODUCT_EVALUATIONS, BEFORE_AND_AFTER, FROM_NEED, LIBRARY_CRITERIA, LIBRARY_TAUGHT, *STANDARDS)
