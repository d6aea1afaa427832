"""Which title of the catalogue each record of a batch is: by control number, then by ISBN, or by what it says.

A title belongs to the first record of a file that is about it. A second one with the same number adds its copies and
changes nothing else: otherwise the two would undo each other each time that the file is imported.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from resources.catalogue_import.reading.record import Record
from resources.catalogue_import.writing.many import TEXTS, texts

# Lists stand in subqueries, so that the indexes are asked, whatever is known of the tables: otherwise PostgreSQL
# expects half of the catalogue.
CANDIDATES = f"""
    SELECT r.id, r.control_number, r.imported_as, r.isbns, r.withdrawn_at IS NOT NULL
    FROM resources_resource r
    WHERE r.id IN (
        SELECT id FROM resources_resource WHERE school_id = %(school)s
        AND control_number <> '' AND control_number = ANY((SELECT {TEXTS.format("%(numbers)s")})::varchar[])
        UNION
        SELECT id FROM resources_resource WHERE school_id = %(school)s
        AND imported_as <> '' AND imported_as = ANY((SELECT {TEXTS.format("%(digests)s")})::varchar[])
        UNION
        SELECT id FROM resources_resource WHERE school_id = %(school)s
        AND isbns && (SELECT {TEXTS.format("%(isbns)s")})
    )
    ORDER BY r.id
    FOR NO KEY UPDATE
"""  # noqa: S608 - names of our own columns
NEW_IDS = """
    SELECT nextval((SELECT pg_get_serial_sequence('resources_resource', 'id')::regclass)) FROM generate_series(1, %s)
"""


@dataclass(eq=False, slots=True)
class Title:
    """A title: one of the catalogue, or a new one whose `pk` comes last. `number` is that of the record it belongs to;
    `record` what is to be written to it, if anything."""

    pk: int | None = None
    is_withdrawn: bool = False
    number: int | None = None
    record: Record | None = None
    is_new: bool = False


@dataclass(slots=True)
class Known:
    """The titles of the catalogue that a batch may be about, by what they are known by."""

    by_number: dict
    by_digest: dict
    by_isbn: dict

    def named(self, record):
        """The Title that has a record's control number, or says the same without one; or None."""
        if record.control_number:
            return self.by_number.get(record.control_number)
        return self.by_digest.get(record.imported_as)


def titles_of(numbered, *, come_upon, school_id):
    """{record number: Title} of [(number, Record)]. What is odd about a match is added to the flags of its record.

    `come_upon`: {key of a title: number of the record before these to which it belongs}.
    """
    known = _known([record for _, record in numbered], come_upon, school_id)
    first, titles = {}, {}
    for number, record in numbered:
        first.setdefault(record.control_number or record.imported_as, (number, record))
    found = {key: known.named(record) for key, (_, record) in first.items()}
    taken = {id(title) for title in found.values() if title}
    for key, (number, record) in first.items():
        title = found[key] or _by_isbn(record, known, taken) or _new(record, known, taken)
        found[key] = title
        if title.number is None:
            title.number, title.record = number, record
            if title.is_withdrawn:
                record.flags.append("This title was withdrawn here. It was brought up to date and stays withdrawn.")
    for number, record in numbered:
        title = titles[number] = found[record.control_number or record.imported_as]
        if title.number != number and record.control_number:
            record.flags.append(f"Record {title.number:,} of this file has the same control number. That one counts.")
    _number_new_ones([title for title in found.values() if title.is_new])
    return titles


def _known(records, come_upon, school_id):
    asked = {
        "school": school_id,
        "numbers": texts(record.control_number for record in records if record.control_number),
        "digests": texts(record.imported_as for record in records if not record.control_number),
        "isbns": texts(number for record in records for number in record.isbns),
    }
    known = Known({}, {}, defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, asked)
        for pk, control_number, digest, isbns, is_withdrawn in cursor:
            title = Title(pk, is_withdrawn, come_upon.get(pk))
            known.by_number[control_number] = known.by_digest[digest] = title
            for isbn in isbns:
                known.by_isbn[isbn].append(title)
    known.by_number.pop("", None)
    known.by_digest.pop("", None)
    return known


def _by_isbn(record, known, taken):
    """The one title with an ISBN of the record, if no other record is about it."""
    candidates = {id(title): title for isbn in record.isbns for title in known.by_isbn[isbn]}
    if not candidates:
        return None
    title = next(iter(candidates.values()))
    if len(candidates) > 1:
        record.flags.append("Several titles have its ISBN. It was taken as one of its own.")
        return None
    if title.number is not None:
        record.flags.append(f"Record {title.number:,} of this file has the same ISBN. Both were kept.")
        return None
    if id(title) in taken:
        record.flags.append("Another record of this file has the same ISBN. Both were kept.")
        return None
    taken.add(id(title))
    return title


def _new(record, known, taken):
    title = Title(is_new=True)
    taken.add(id(title))
    for isbn in record.isbns:
        known.by_isbn[isbn].append(title)
    return title


def _number_new_ones(titles):
    with connection.cursor() as cursor:
        cursor.execute(NEW_IDS, [len(titles)])
        for title, (pk,) in zip(titles, cursor.fetchall(), strict=True):
            title.pk = pk
