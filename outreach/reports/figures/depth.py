"""How deep the collaboration goes: a profile, in which no level is better than another."""

from outreach.reports.figures.rows import ACROSS_NOTHING, as_rows
from outreach.reports.shape import Figure, Of, Section
from planning.models import CoTeachingModel, Facet, LessonLead
from planning.models.plan import ALL_STAGES_COMPLETE
from planning.stages import STAGES

LEVELS = "(VALUES (1, 'Cooperation'), (2, 'Coordination'), (3, 'Collaboration'), (4, 'Data-driven collaboration'))"
NO_LEVEL = "No level is better than another."
UNIT = "Each unit plan with a librarian that is taught in the period"
LESSON = (
    "Each lesson of the period, in a unit plan with a librarian, of which somebody wrote down that it took place; "
    "one without a day counts where its unit begins"
)


LEVEL_REACHED = Figure(
    key="level_reached",
    section=Section.DEPTH,
    title="Units by the level reached",
    counted=f"{UNIT}, by the level of the continuum of instructional partnership (Buzzeo) that its records show, or "
    f"that somebody set with a reason. {NO_LEVEL}",
    unit="units",
    of=Of.PLAN,
    facts=f"""
        SELECT plans.period, coalesce(levels.level, 0)::text AS part,
            coalesce(named.name, 'Nothing recorded yet') AS label,
            coalesce(levels.level, 9)::text AS place, {ACROSS_NOTHING},
            plans.id AS thing, 1 AS amount
        FROM plans JOIN levels ON levels.id = plans.id
        LEFT JOIN {LEVELS} AS named(level, name) ON named.level = levels.level
    """,  # noqa: S608 - a list of our own words
    parted_by="Level",
)
PLANNED_REACHED = Figure(
    key="planned_reached",
    section=Section.DEPTH,
    title="Levels planned, and reached",
    counted=f"{UNIT}, by the level of the continuum that was planned, and beside it the level that its records show, "
    f"or that somebody set with a reason. {NO_LEVEL}",
    unit="units",
    of=Of.PLAN,
    facts=f"""
        SELECT plans.period, coalesce(plans.planned_level, 0)::text AS part,
            coalesce(wanted.name, 'No level planned') AS label, coalesce(plans.planned_level, 9)::text AS place,
            coalesce(levels.level, 0)::text AS across, coalesce(named.name, 'Nothing recorded yet') AS across_label,
            coalesce(levels.level, 9)::text AS across_place, plans.id AS thing, 1 AS amount
        FROM plans JOIN levels ON levels.id = plans.id
        LEFT JOIN {LEVELS} AS wanted(level, name) ON wanted.level = plans.planned_level
        LEFT JOIN {LEVELS} AS named(level, name) ON named.level = levels.level
    """,  # noqa: S608 - a list of our own words
    parted_by="Planned",
    across_by="Reached",
)
LEVELS_OVER_TERMS = Figure(
    key="levels_over_terms",
    section=Section.DEPTH,
    title="Levels reached, over the terms",
    counted=f"{UNIT}, by the level that its records show, or that somebody set with a reason, in each term in which "
    f"it is taught; the holidays after a term belong to it. {NO_LEVEL}",
    unit="units",
    of=Of.PLAN,
    facts=f"""
        SELECT plans.period, coalesce(levels.level, 0)::text AS part,
            coalesce(named.name, 'Nothing recorded yet') AS label, coalesce(levels.level, 9)::text AS place,
            coalesce(terms.id, 0)::text AS across,
            coalesce(terms.name || ', ' || terms.year, 'Outside the terms') AS across_label,
            coalesce(terms.starts_on::text, '9') AS across_place, plans.id AS thing, 1 AS amount
        FROM plans JOIN levels ON levels.id = plans.id
        LEFT JOIN terms ON terms.period = plans.period
            AND terms.starts_on <= plans.ends_on AND terms.ends_on >= plans.starts_on
        LEFT JOIN {LEVELS} AS named(level, name) ON named.level = levels.level
    """,  # noqa: S608 - a list of our own words
    adds_up=False,
    overlap="A unit that is taught in two terms counts in each.",
    parted_by="Level",
    across_by="Term",
)
FACETS = Figure(
    key="facets",
    section=Section.DEPTH,
    title="Facets of collaboration that were planned",
    counted=f"{UNIT}, by the facet of collaboration (Montiel-Overall) that was planned. The facets are a scale of "
    "their own, which uses some of the words of the continuum for other things.",
    unit="units",
    of=Of.PLAN,
    facts=f"""
        SELECT plans.period, coalesce(named.key, 'none') AS part, coalesce(named.name, 'No facet planned') AS label,
            coalesce(named.place, '9') AS place, {ACROSS_NOTHING}, plans.id AS thing, 1 AS amount
        FROM plans LEFT JOIN {as_rows(Facet.choices)} AS named(key, name, place) ON named.key = plans.planned_facet
    """,  # noqa: S608 - a list of our own words
    parted_by="Facet",
)


def _of_lessons(column, choices, otherwise, amount, only):
    """The facts of lessons that took place, by one of their columns; `otherwise` names those that say nothing there."""
    return f"""
        SELECT lessons.period, coalesce(named.key, 'none') AS part, coalesce(named.name, '{otherwise}') AS label,
            coalesce(named.place, '9') AS place, {ACROSS_NOTHING}, lessons.id AS thing, {amount} AS amount
        FROM lessons LEFT JOIN {as_rows(choices)} AS named(key, name, place) ON named.key = lessons.{column}
        WHERE lessons.is_logged AND {only}
    """  # noqa: S608 - our own words


HOURS = "lessons.minutes / 60.0"
MODELS = ("co_teaching", CoTeachingModel.choices, "No model said")
LEADS = ("led_by", LessonLead.choices, "No librarian in it")
CO_TEACHING = Figure(
    key="co_teaching",
    section=Section.DEPTH,
    title="Lessons by co-teaching model",
    counted=f"{LESSON}. Lessons without a librarian are left out.",
    unit="lessons",
    of=Of.LESSON,
    facts=_of_lessons(*MODELS, amount=1, only="lessons.led_by <> ''"),
    parted_by="Co-teaching model",
)
CO_TEACHING_HOURS = Figure(
    key="co_teaching_hours",
    section=Section.DEPTH,
    title="Hours by co-teaching model",
    counted=f"The minutes, as hours, that are noted of lessons. {LESSON}. Lessons without a librarian, and those of "
    "which no minutes are noted, are left out.",
    unit="hours",
    of=Of.LESSON,
    facts=_of_lessons(*MODELS, amount=HOURS, only="lessons.led_by <> '' AND lessons.minutes > 0"),
    parted_by="Co-teaching model",
)
WHO_LED = Figure(
    key="who_led",
    section=Section.DEPTH,
    title="Lessons by who led them",
    counted=f"{LESSON}. Where nobody is said to have led, there was no librarian in it.",
    unit="lessons",
    of=Of.LESSON,
    facts=_of_lessons(*LEADS, amount=1, only="true"),
    parted_by="Who led",
)
HOURS_TAUGHT = Figure(
    key="hours_taught",
    section=Section.DEPTH,
    title="Hours taught, by who led",
    counted=f"The minutes, as hours, that are noted of lessons. {LESSON}. Lessons of which no minutes are noted are "
    "left out. Where nobody is said to have led, there was no librarian in it.",
    unit="hours",
    of=Of.LESSON,
    facts=_of_lessons(*LEADS, amount=HOURS, only="lessons.minutes > 0"),
    parted_by="Who led",
)
CLOSED = ALL_STAGES_COMPLETE + 1
STANDS_AT = (
    *((stage.number, f"{stage.number} {stage.name}") for stage in STAGES),
    (ALL_STAGES_COMPLETE, "All stages complete"),
    (CLOSED, "Closed"),
)
STAGES_REACHED = Figure(
    key="stages",
    section=Section.DEPTH,
    title="Units by the stage at which they stand",
    counted=f"{UNIT}, by the first of the five Handy 5 stages that is not complete yet. Closed units stand apart, "
    "whichever of their stages are complete.",
    unit="units",
    of=Of.PLAN,
    facts=f"""
        SELECT plans.period, named.key AS part, named.name AS label, named.place,
            {ACROSS_NOTHING}, plans.id AS thing, 1 AS amount
        FROM plans
        LEFT JOIN (
            SELECT plan_id, min(number) AS number FROM planning_stagestate
            WHERE completed_at IS NULL AND plan_id IN (SELECT id FROM plans) GROUP BY plan_id
        ) AS waiting ON waiting.plan_id = plans.id
        JOIN {as_rows(STANDS_AT)} AS named(key, name, place) ON named.key = (
            CASE WHEN plans.closed_at IS NULL THEN coalesce(waiting.number, {ALL_STAGES_COMPLETE}) ELSE {CLOSED} END
        )::text
    """,  # noqa: S608 - a list of our own words
    parted_by="Stage",
)
FIGURES = (
    LEVEL_REACHED,
    PLANNED_REACHED,
    LEVELS_OVER_TERMS,
    FACETS,
    CO_TEACHING,
    CO_TEACHING_HOURS,
    WHO_LED,
    HOURS_TAUGHT,
    STAGES_REACHED,
)
