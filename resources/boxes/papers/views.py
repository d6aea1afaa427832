"""Label and sheet of a box as PDFs to print."""

from pathlib import Path

from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from collab.access import member
from collab.paper.answer import pdf_response
from resources.boxes.access import box_to_read
from resources.boxes.contents import current_version
from resources.boxes.papers import documents

HERE = Path(__file__).parent
LONGEST_NAME = 60


@require_safe
@member()
def box_label(request, school_slug, box_id):
    """The label, with a QR code to the box's page."""
    box = box_to_read(request, box_id)
    page = box.get_absolute_url()
    made = documents.label(box, address=request.build_absolute_uri(page), printed_on=_today(box))
    return pdf_response(request, HERE / "label.typ", made, file_name(box, "label"), back=page)


@require_safe
@member()
def box_sheet(request, school_slug, box_id):
    """Everything that is in the newest version, to lie in the lid."""
    box = box_to_read(request, box_id)
    made = documents.sheet(box, current_version(box), printed_on=_today(box))
    return pdf_response(request, HERE / "sheet.typ", made, file_name(box, "contents"), back=box.get_absolute_url())


def file_name(box, what):
    """“volcanoes-label.pdf”: letters, digits and hyphens of the name alone."""
    name = slugify(box.name, allow_unicode=True)[:LONGEST_NAME].strip("-")
    return f"{name or f'box-{box.pk}'}-{what}.pdf"


def _today(box):
    return box.school.day_of(timezone.now())
