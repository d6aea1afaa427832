"""The titles that were found as a table for spreadsheets: as many as one can still look through, with every field."""

from resources.catalogue.finding.queries import MOST_DOWNLOADED, keys_of_resources
from resources.catalogue.finding.rows import LABELS
from resources.models import Copy, Resource

AT_ONCE = 500
HEADER = (
    "Title",
    "Subtitle",
    "Creators",
    "Kind",
    "ISBN",
    "Publisher",
    "Year",
    "Subjects",
    "Reading age from",
    "Reading age to",
    "Call number",
    "Location",
    "Barcodes",
    "Link",
    "Summary",
    "Added on",
    "Withdrawn on",
)


def rows_of_resources(*, member, asked):
    """The rows under `HEADER`, at most `MOST_DOWNLOADED`; the keys first, then two queries for every bunch of rows."""
    keys = keys_of_resources(member=member, asked=asked, most=MOST_DOWNLOADED)
    for start in range(0, len(keys), AT_ONCE):
        bunch = keys[start : start + AT_ONCE]
        records = Resource.objects.visible_to(member).defer("search").in_bulk(bunch)
        barcodes = {}
        for key, barcode in _standing(member, bunch):
            barcodes.setdefault(key, []).append(barcode)
        for key in bunch:
            if key in records:
                yield row_of(records[key], barcodes.get(key, ()), member.school)


def _standing(member, keys):
    copies = Copy.objects.visible_to(member).filter(resource_id__in=keys, withdrawn_at__isnull=True)
    return copies.order_by("barcode").values_list("resource_id", "barcode")


def row_of(record, barcodes, school):
    """One record as a list of cells."""
    return [
        record.title,
        record.subtitle,
        "; ".join(record.creators),
        LABELS[record.kind],
        ", ".join(record.isbns + record.odd_isbns),
        record.publisher,
        record.year,
        "; ".join(record.subjects),
        record.reads_from,
        record.reads_to,
        record.call_number,
        record.location,
        ", ".join(barcodes),
        record.link,
        record.summary,
        record.added_on,
        school.day_of(record.withdrawn_at) if record.withdrawn_at else None,
    ]
