"""Writes the titles of a batch: COPY into a table of its own, then one INSERT that touches only what is different."""

from django.db import connection

from resources.catalogue_import.reading.record import VALUES

STAGED = (*VALUES, "imported_as")
MAKE_STAGE = """
    CREATE TEMPORARY TABLE staged_titles ON COMMIT DROP AS
    SELECT id, kind, title, {columns} FROM resources_resource WITH NO DATA
"""
LISTS = ("creators", "isbns", "odd_isbns", "subjects")
TEXTS = ("subtitle", "publisher", "summary", "call_number", "location", "link", "control_number", "imported_as")
AGES = ("reads_from", "reads_to")
# Where the file says nothing, what stands in the catalogue stays. Both ages count as one value.
KEPT = {
    "kind": "coalesce(s.kind, r.kind, 'book')",
    "title": "s.title",
    "year": "coalesce(s.year, r.year)",
    **{name: f"coalesce(nullif(s.{name}, ''), r.{name}, '')" for name in TEXTS},
    **{name: f"coalesce(nullif(s.{name}, '{{}}'), r.{name}, '{{}}')" for name in LISTS},
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
COME_UPON = """
    INSERT INTO resources_importedtitle (of_id, resource_id, record)
    SELECT %s, id, record FROM unnest(%s::bigint[], %s::int[]) AS come(id, record)
"""


def write_titles(titles, *, school_id, dictionary, of, by_id, now, today):
    """Writes the Titles that have a record, and keeps that the import came upon them. Returns the keys (a set) of
    those that are new or different now."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE_STAGE.format(columns=", ".join(name for name in STAGED if name not in ("kind", "title"))))
        with cursor.copy(f"COPY staged_titles (id, {', '.join(STAGED)}) FROM STDIN") as copy:
            for title in titles:
                copy.write_row((title.pk, *(getattr(title.record, name) for name in STAGED)))
        said = {"school": school_id, "today": today, "dictionary": dictionary, "now": now, "by": by_id}
        cursor.execute(MERGE, said)
        written = {pk for (pk,) in cursor.fetchall()}
        cursor.execute("DROP TABLE staged_titles")
        cursor.execute(COME_UPON, [of, [title.pk for title in titles], [title.number for title in titles]])
    return written
