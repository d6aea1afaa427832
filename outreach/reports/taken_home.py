"""A figure as a table for spreadsheets and as a picture, each with the period and the filters written into it."""

from outreach.reports.bar import whose
from outreach.reports.charts.drawing import as_file
from outreach.reports.charts.spec import Width
from outreach.reports.charts.words import chart_in_words
from outreach.reports.words import name_of


def about(asked, figure):
    """What a file is about, as rows: figure, school, period, filters, how it is counted."""
    rows = [("Figure", figure.title), ("School", asked.scope.school.name), ("Period", _period(asked.scope.period))]
    if said := filters_said(asked):
        rows.append(("Only", said))
    rows.append(("How it is counted", figure.how))
    return rows


def header(asked, figure):
    """The heads of the columns: the ways to part it, and the three periods."""
    ways = [figure.parted_by or "Part", *([figure.across_by] if figure.across_by else [])]
    return [*ways, *(name_of(period) for period in asked.scope.periods)]


def rows(answer):
    """The numbers below the `header`, as numbers; the whole last, where parts add up."""
    two_ways = bool(answer.figure.across_by)
    for part in answer.parts:
        yield [part.label, *([part.across_label] if two_ways else []), *part.numbers]
    if answer.whole is not None:
        yield ["All", *([""] if two_ways else []), *answer.whole]


def file_name(asked, figure):
    """“hill-teachers-year-2026”, without the ending."""
    return f"{asked.scope.school.slug}-{figure.key}-{asked.scope.period.key}".replace("/", "-")


def picture(asked, chart):
    """The chart as the SVG text of a file."""
    below = " · ".join(filter(None, (asked.scope.school.name, name_of(asked.scope.period), filters_said(asked))))
    return as_file(chart.spec(Width.WIDE), chart.title, below, chart_in_words(chart))


def filters_said(asked):
    """“Humanities, Year 7”; for a teacher “your own work with the library” before it. Empty for all of the school."""
    names = [asked.offers.filters[name][key] for name, key in asked.filters.items() if name != "period"]
    if "department" not in asked.filters and not asked.offers.sight.is_of_school:
        names.insert(0, whose(asked))
    return ", ".join(names)


def _period(period):
    return f"{name_of(period)} ({period.starts_on.isoformat()} to {period.ends_on.isoformat()})"
