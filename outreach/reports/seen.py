"""Which figures somebody sees, and what a filter cannot do for one of them."""

from outreach.reports.figures import FIGURES
from outreach.reports.shape import Section
from outreach.reports.tables import known_filters
from outreach.reports.words import listed

SAID = {
    "departments": "department",
    "year_level": "year level",
    "subject": "subject",
    "librarian": "librarian",
}
LEADERS = ("product_evaluations", "departments", "coverage", "levels_over_terms", "topics_behind", "barriers")
QUOTES_PLANS = {"before_and_after"}  # Its parts are words of plans, which a head may not be able to open.
# Whom the library reaches, and whom it has to remind, is no question to put to one teacher.
ABOUT_ALL = {"teachers", "new_partners", "departments", "calls"}
OWN = ("product_evaluations", "levels_over_terms", "co_teaching", "requests", "loans", "barriers")


def may_see(sight, figure):
    """Whether a figure can be told for what somebody sees alone, and names nothing that they may not read."""
    if figure.key in QUOTES_PLANS and sight.departments is not None:
        return False
    if figure.key in ABOUT_ALL and sight.teacher is not None:
        return False
    return sight.limits <= known_filters(figure.facts)


def figures_for(sight):
    """All figures that somebody sees, in their order."""
    return [figure for figure in FIGURES if may_see(sight, figure)]


def by_section(figures):
    """[(Section, its figures)], without empty sections."""
    found = [(section, [figure for figure in figures if figure.section == section]) for section in Section]
    return [(section, figures) for section, figures in found if figures]


def drawn_first(sight, figures):
    """The six figures at most whose charts open the leaders' page, or a teacher's."""
    keys = OWN if sight.teacher is not None else LEADERS
    named = {figure.key: figure for figure in figures}
    return [named[key] for key in keys if key in named]


def not_filtered(figure, scope):
    """“Not narrowed by subject and librarian: …”; empty where all filters apply."""
    names = [SAID[name] for name in SAID if name in figure.unknown_filters(scope)]
    if not names:
        return ""
    return f"Not narrowed by {listed(names)}: what is counted here is not recorded by that."
