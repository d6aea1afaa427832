"""Named reads of imports."""

from resources.models import CatalogueImport, ImportRemark

REPORT_HEADER = ["Record", "Title", "What happened", "Remark"]
LEFT_OUT, TAKEN = "Left out", "Imported"


def imports_of(member):
    """The imports that a member may see, with who began and who ended them."""
    return CatalogueImport.objects.visible_to(member).select_related(
        "created_by", "cancelled_by", "taken_back_by", "school"
    )


def report(catalogue_import):
    """The rows of the report, one after the other: (record number, title, what happened, remark)."""
    remarks = ImportRemark.objects.filter(of=catalogue_import).values_list("record", "title", "is_skipped", "sentence")
    for record, title, is_skipped, sentence in remarks.iterator():
        yield record, title, LEFT_OUT if is_skipped else TAKEN, sentence
