"""The copies of a batch by their barcodes; one that another title has stays with it."""

from django.db import connection

# Barcodes are rows of a subquery, so that each copy of a school is looked at once at most, and not once for each of
# them, where nothing is known yet of a table that is just being filled.
OWNERS = """
    SELECT copy.barcode, copy.resource_id, resource.title
    FROM resources_copy AS copy JOIN resources_resource AS resource ON resource.id = copy.resource_id
    WHERE copy.school_id = %s AND copy.barcode IN (SELECT unnest(%s::varchar[]))
"""
ADD = """
    INSERT INTO resources_copy (school_id, resource_id, barcode, added_on)
    SELECT %s, resource_id, barcode, %s FROM unnest(%s::bigint[], %s::text[]) AS come(resource_id, barcode)
    ON CONFLICT (school_id, barcode) DO NOTHING
    RETURNING resource_id
"""


def copies_of(held, *, school_id):
    """Which title each barcode goes to: {barcode: key}. `held` is a list of (Title, Record).

    A barcode that is taken is said in the flags of its record.
    """
    barcodes = [barcode for _, record in held for barcode in record.barcodes]
    if not barcodes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, [school_id, barcodes])
        owners = {barcode: (pk, title) for barcode, pk, title in cursor}
    copies = {}
    for title, record in held:
        for barcode in record.barcodes:
            pk, name = owners.setdefault(barcode, (title.pk, record.title))
            if pk != title.pk:
                record.flags.append(f"The barcode {barcode} belongs to “{name[:100]}”. It stays there.")
            else:
                copies[barcode] = pk
    return copies


def add_copies(cursor, copies, *, school_id, today):
    """Adds those of {barcode: key of its title} that are new. Returns the keys (a set) of the titles that got one."""
    if not copies:
        return set()
    cursor.execute(ADD, [school_id, today, list(copies.values()), list(copies)])
    return {pk for (pk,) in cursor.fetchall()}
