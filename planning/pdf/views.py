"""A plan as a PDF to keep, print or hand on."""

import logging

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from collab.access import member
from planning.pdf import typst
from planning.pdf.document import document
from planning.pdf.queries import plans_for_pdf

LONGEST_NAME = 80
log = logging.getLogger(__name__)


@member()
@require_safe
def plan_pdf(request, school_slug, plan_id):
    """The plan as a tagged PDF; a page that says so where it cannot be set."""
    plan = get_object_or_404(plans_for_pdf(request.member), pk=plan_id)
    try:
        content = typst.pdf(document(plan, printed_on=plan.school.day_of(timezone.now())))
    except typst.CannotSet as error:
        log.error("Plan %s could not be set as a PDF: %s", plan.pk, error)
        return render(request, "planning/pdf_failed.html", {"plan": plan}, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, file_name(plan))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def file_name(plan):
    """“volcanoes.pdf”: letters, digits and hyphens of the title alone."""
    return f"{slugify(plan.title, allow_unicode=True)[:LONGEST_NAME].strip('-') or f'plan-{plan.pk}'}.pdf"
