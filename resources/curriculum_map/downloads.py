"""The curriculum map as a table for spreadsheets: departments or year levels down, terms across."""

from resources.curriculum_map import queries
from resources.curriculum_map.pages import FIRST_HEADING, shown_rows
from resources.curriculum_map.table import HEARD
from resources.curriculum_map.years import chosen_years

ALL = 100_000


def table_of_map(*, member, asked, today):
    """(header, rows) of the map asked for; each cell has all of its topics, a line for each."""
    all_terms = queries.terms_of(member)
    years = chosen_years(all_terms, asked, today)
    terms = [term for term in all_terms if term.year in years]
    cells = queries.cells_of(member=member, terms=terms, asked=asked, at_most=ALL)
    rows = shown_rows(queries.rows_of(member=member, asked=asked), cells, asked)
    header = [FIRST_HEADING[asked.down], *map(str, terms)]
    return header, ([name, *(_in_words(cells.get((key, term.pk), ())) for term in terms)] for key, name in rows)


def _in_words(topics):
    """“Macbeth (planned together)”, each topic on a line of its own."""
    return "\n".join(f"{topic.topic} ({HEARD[topic.depth]})" for topic in topics)
