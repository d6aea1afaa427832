"""Writes the titles of a batch: COPY into a table of its own, then one INSERT that touches only what is different."""

from resources.catalogue_import.reading.record import VALUES
from resources.catalogue_import.writing.many import TEXTS, texts

STAGED = (*VALUES, "imported_as")
LISTS = ("creators", "isbns", "odd_isbns", "subjects")
MAKE_STAGE = f"""
    CREATE TEMPORARY TABLE staged_titles ON COMMIT DROP AS
    SELECT id, {", ".join(f"'' AS {name}" if name in LISTS else name for name in STAGED)}
    FROM resources_resource WITH NO DATA
"""  # noqa: S608 - names of our own columns
SINGLE = ("subtitle", "publisher", "summary", "call_number", "location", "link", "control_number", "imported_as")
AGES = ("reads_from", "reads_to")
GIVEN = TEXTS.format("nullif(s.{}, '')")
# Where the file says nothing, what stands in the catalogue stays. Both ages count as one value.
KEPT = {
    "kind": "coalesce(s.kind, r.kind, 'book')",
    "title": "s.title",
    "year": "coalesce(s.year, r.year)",
    **{name: f"coalesce(nullif(s.{name}, ''), r.{name}, '')" for name in SINGLE},
    **{name: f"coalesce({GIVEN.format(name)}, r.{name}, '{{}}')" for name in LISTS},
    **{name: f"CASE WHEN num_nulls(s.reads_from, s.reads_to) = 2 THEN r.{name} ELSE s.{name} END" for name in AGES},
}
# What is the same already is left out before it is inserted, and not by the conflict: the words of a row, which are
# most of the work, are put together before PostgreSQL looks for a conflict.
MERGE = f"""
    INSERT INTO resources_resource AS was (
        id, school_id, version, {", ".join(STAGED)}, added_on, dictionary, created_at, created_by_id
    )
    SELECT came.id, %(school)s, 1, {", ".join(f"came.{name}" for name in STAGED)},
        %(today)s, %(dictionary)s, %(now)s, %(by)s
    FROM (
        SELECT s.id, {", ".join(f"{KEPT[name]} AS {name}" for name in STAGED)}
        FROM staged_titles s LEFT JOIN resources_resource r ON r.id = s.id
    ) came LEFT JOIN resources_resource is_now ON is_now.id = came.id
    WHERE ({", ".join(f"came.{name}" for name in STAGED)})
        IS DISTINCT FROM ({", ".join(f"is_now.{name}" for name in STAGED)})
    ON CONFLICT (id) DO UPDATE SET
        version = was.version + 1, changed_at = %(now)s, changed_by_id = %(by)s,
        {", ".join(f"{name} = excluded.{name}" for name in STAGED)}
    RETURNING id
"""  # noqa: S608 - names of our own columns


def stage_titles(cursor, titles):
    """Has the records of Titles ready in the database."""
    cursor.execute(MAKE_STAGE)
    with cursor.copy(f"COPY staged_titles (id, {', '.join(STAGED)}) FROM STDIN") as copy:
        for title in titles:
            copy.write_row((title.pk, *_row(title.record)))


def _row(record):
    """The values of a record under `STAGED`; lists as texts, since it is a long way to an array, value by value."""
    for name in STAGED:
        value = getattr(record, name)
        yield texts(value) if name in LISTS else value


def merge_titles(cursor, *, job, now, today):
    """Writes the titles that are staged. Returns the keys (a set) of those that are new or different now."""
    said = {"school": job.school_id, "today": today, "dictionary": job.dictionary, "now": now, "by": job.by_id}
    cursor.execute(MERGE, said)
    return {pk for (pk,) in cursor.fetchall()}
