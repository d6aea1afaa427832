"""All figures, in the order of a report."""

from outreach.reports.figures import barriers, depth, flow, learning, programme, reach

FIGURES = (
    *learning.FIGURES,
    *reach.FIGURES,
    *depth.FIGURES,
    *flow.FIGURES,
    *barriers.FIGURES,
    *programme.FIGURES,
)
BY_KEY = {figure.key: figure for figure in FIGURES}
