"""The school's library programme over the years."""

from outreach.reports.shape import Figure, Measure, Of, Section

PROGRAMME_LEVEL = Figure(
    key="programme_level",
    section=Section.PROGRAMME,
    title="Where the school places its library programme",
    counted="The level of the taxonomy of the library programme (Loertscher) at which the school itself places its "
    "programme, one for each school year up to the one in which the period ends. The 2000 edition has 10 levels and "
    "the 1988 edition 11; a level of one is not the same level of the other. It is about the whole school.",
    unit="level",
    of=Of.PLACING,
    facts="""
        SELECT placings.period, placings.edition AS part,
            CASE placings.edition WHEN '2000' THEN '2000 edition, 10 levels' ELSE '1988 edition, 11 levels' END
                AS label,
            placings.edition AS place, placings.year AS across, placings.year AS across_label,
            placings.begins_on::text AS across_place, placings.id AS thing, placings.level AS amount
        FROM placings
    """,
    measure=Measure.DEEPEST,
    adds_up=False,
    overlap="Levels are not added up.",
    parted_by="Edition",
    across_by="School year",
)
FIGURES = (PROGRAMME_LEVEL,)
