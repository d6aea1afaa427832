"""What the template of the map prints: the table, the choice of years, and the legend."""

from collab.choices import Choice, options
from resources.curriculum_map import queries
from resources.curriculum_map.filters import Down
from resources.curriculum_map.paper import size_on_paper
from resources.curriculum_map.table import LEGEND, Drawn
from resources.curriculum_map.years import chosen_years, years_of

TABS = ((Down.DEPARTMENTS, "Departments"), (Down.YEAR_LEVELS, "Year levels"))
FIRST_HEADING = {Down.DEPARTMENTS: "Department", Down.YEAR_LEVELS: "Year level"}
NO_ROW_IN_WORDS = {Down.DEPARTMENTS: "No department", Down.YEAR_LEVELS: "No year level"}
MOST_IN_ONE_ROW = 1000


def chart(*, member, asked, today):
    """The map of the years asked for. A row that is asked for alone has all topics of its cells."""
    all_terms = queries.terms_of(member)
    years = chosen_years(all_terms, asked, today)
    terms = [term for term in all_terms if term.year in years]
    if not terms:
        return {"terms": []}
    at_most = queries.CELL_SIZE if asked.row is None else MOST_IN_ONE_ROW
    cells = queries.cells_of(member=member, terms=terms, asked=asked, at_most=at_most)
    rows = shown_rows(queries.rows_of(member=member, asked=asked), cells, asked)
    drawn = Drawn(member, asked, terms, today)
    labels = [(year, year) for year in years_of(all_terms)]
    return {
        "asked": asked,
        "terms": terms,
        "shown_years": years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}",
        "rows": rows,
        "is_empty": not cells,
        "columns": drawn.columns(),
        "years": drawn.years(),
        "headings": drawn.headings(),
        "body": drawn.body(rows, cells),
        "heading": FIRST_HEADING[asked.down],
        "size": size_on_paper(rows, terms, cells),
        "legend": LEGEND,
        "tabs": [(label, asked.address(down=down, row=None), asked.down == down) for down, label in TABS],
        "choices": [
            Choice("first", "From", options(labels, years[0]), "The year before"),
            Choice("last", "To", options(labels, years[-1]), "The year after"),
        ],
        "all_rows": asked.address(row=None),
        "kept": asked.address().removeprefix("?"),
    }


def shown_rows(rows, cells, asked):
    """The rows of the map; the last one is for topics that belong to none, where there are any."""
    if any(row == queries.NO_ROW for row, _ in cells):
        rows = [*rows, (queries.NO_ROW, NO_ROW_IN_WORDS[asked.down])]
    return rows if asked.row is None else [(key, name) for key, name in rows if key == asked.row]
