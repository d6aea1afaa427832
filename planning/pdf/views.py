"""A plan as a PDF to keep, print or hand on."""

from pathlib import Path

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from collab.access import member
from collab.paper.answer import pdf_response
from planning.pdf.document import document
from planning.pdf.queries import plans_for_pdf

LONGEST_NAME = 80
TEMPLATE = Path(__file__).parent / "plan.typ"


@member()
@require_safe
def plan_pdf(request, school_slug, plan_id):
    """The plan as a tagged PDF; a page that says so where it cannot be set."""
    today = request.member.school.day_of(timezone.now())
    plan = get_object_or_404(plans_for_pdf(request.member, on=today), pk=plan_id)
    made = document(plan, printed_on=today)
    return pdf_response(request, TEMPLATE, made, file_name(plan), back=plan.get_absolute_url())


def file_name(plan):
    """“volcanoes.pdf”: letters, digits and hyphens of the title alone."""
    return f"{slugify(plan.title, allow_unicode=True)[:LONGEST_NAME].strip('-') or f'plan-{plan.pk}'}.pdf"
