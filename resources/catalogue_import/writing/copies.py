"""The copies of a batch by their barcodes; one that another title has stays with it."""

from django.db import connection

from resources.catalogue_import.writing.many import TEXTS, keys, texts

# Barcodes are rows of a subquery, so that each copy of a school is looked at once at most, and not once for each of
# them, where nothing is known yet of a table that is just being filled.
OWNERS = f"""
    SELECT copy.barcode, copy.resource_id, resource.title, copy.withdrawn_at IS NOT NULL
    FROM resources_copy AS copy JOIN resources_resource AS resource ON resource.id = copy.resource_id
    WHERE copy.school_id = %s AND copy.barcode IN (SELECT unnest({TEXTS.format("%s")}))
"""  # noqa: S608 - the place of a value
ADD = f"""
    INSERT INTO resources_copy (school_id, resource_id, barcode, added_on)
    SELECT %s, resource_id, barcode, %s FROM unnest(%s::bigint[], {TEXTS.format("%s")}) AS come(resource_id, barcode)
    ON CONFLICT (school_id, barcode) DO NOTHING
    RETURNING id, resource_id
"""  # noqa: S608 - the place of a value


def copies_of(held, *, school_id):
    """Which title each barcode goes to: {barcode: key}. `held` is a list of (Title, Record).

    A barcode that is taken, and a copy that was withdrawn, are said in the flags of the record.
    """
    barcodes = [barcode for _, record in held for barcode in record.barcodes]
    if not barcodes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, [school_id, texts(barcodes)])
        owners = {barcode: about for barcode, *about in cursor}
    copies = {}
    for title, record in held:
        for barcode in record.barcodes:
            pk, name, is_withdrawn = owners.setdefault(barcode, (title.pk, record.title, False))
            if pk != title.pk:
                record.flags.append(f"The barcode {barcode} belongs to “{name[:100]}”. It stays there.")
                continue
            copies[barcode] = pk
            if is_withdrawn:
                record.flags.append(f"Its copy {barcode} was withdrawn here. It stays withdrawn.")
    return copies


def add_copies(cursor, copies, *, school_id, today):
    """Adds those of {barcode: key of its title} that are new. Returns {key of the copy: key of its title}."""
    if not copies:
        return {}
    cursor.execute(ADD, [school_id, today, keys(copies.values()), texts(copies)])
    return dict(cursor.fetchall())
