"""Parts that always exist, as rows that SQL can join; and the columns of a figure with one way to part."""

ACROSS_NOTHING = "'' AS across, '' AS across_label, '' AS across_place"


def as_rows(choices):
    """Choices as a list of SQL: rows of (key, name, place), all texts, in the order of the choices."""
    rows = (f"('{key}', '{_quoted(name)}', '{place}')" for place, (key, name) in enumerate(choices, start=1))
    return f"(VALUES {', '.join(rows)})"


def _quoted(name):
    """A name as it stands in a text of SQL that takes parameters."""
    return str(name).replace("'", "''").replace("%", "%%")
