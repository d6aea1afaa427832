"""What stood in the way, and what was done about it."""

from outreach.reports.shape import Figure, Of, Section

KINDS = """(VALUES
    ('time', '1', 'Lack of time for planning'), ('support', '2', 'Lack of administrative support'),
    ('culture', '3', 'Problematic school culture'), ('testing', '4', 'Testing mandates'), ('other', '5', 'Other')
)"""
IN_UNITS = "Each barrier that is written down in a unit plan with a librarian that is taught in the period"
BARRIERS = Figure(
    key="barriers",
    section=Section.BARRIERS,
    title="What stood in the way",
    counted=f"{IN_UNITS}, by its kind. What is not written down is not counted.",
    unit="barriers",
    of=Of.BARRIER,
    facts=f"""
        SELECT plans.period, barrier.kind AS part, kinds.name AS label, kinds.place, '' AS across,
            '' AS across_label, '' AS across_place, barrier.id AS thing, 1 AS amount
        FROM plans JOIN planning_barrier AS barrier ON barrier.plan_id = plans.id
        JOIN {KINDS} AS kinds(key, place, name) ON kinds.key = barrier.kind
    """,  # noqa: S608 - a list of our own words
    parted_by="Barrier",
)


def _said(column, yes, no):
    """The facts of a figure that tells the barriers with something in a column from those without."""
    return f"""
        SELECT plans.period, said.part, said.label, said.part AS place, barrier.kind AS across,
            kinds.name AS across_label, kinds.place AS across_place, barrier.id AS thing, 1 AS amount
        FROM plans JOIN planning_barrier AS barrier ON barrier.plan_id = plans.id
        JOIN {KINDS} AS kinds(key, place, name) ON kinds.key = barrier.kind
        JOIN (VALUES (true, '1-said', '{yes}'), (false, '2-open', '{no}')) AS said(is_said, part, label)
            ON said.is_said = (barrier.{column} <> '')
    """  # noqa: S608 - columns and words of our own


COUNTER_MEASURES = Figure(
    key="counter_measures",
    section=Section.BARRIERS,
    title="Barriers, and what was done about them",
    counted=f"{IN_UNITS}, by whether somebody wrote what was done about it.",
    unit="barriers",
    of=Of.BARRIER,
    facts=_said("counter_measure", "Something was done", "Nothing written yet"),
    parted_by="Counter-measure",
    across_by="Barrier",
)
OUTCOMES = Figure(
    key="barrier_outcomes",
    section=Section.BARRIERS,
    title="Barriers, and what came of it",
    counted=f"{IN_UNITS}, by whether somebody wrote what came of it. Whether it was overcome is told there in words.",
    unit="barriers",
    of=Of.BARRIER,
    facts=_said("outcome", "An outcome is written", "No outcome written yet"),
    parted_by="Outcome",
    across_by="Barrier",
)
FIGURES = (BARRIERS, COUNTER_MEASURES, OUTCOMES)
