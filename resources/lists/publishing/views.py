"""Publishing a list, taking its address back, and the sheet with its code."""

from pathlib import Path

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from collab.access import member
from collab.paper.answer import pdf_response
from resources.lists.access import do, list_to_read, list_to_work_on
from resources.lists.page_views import back_to
from resources.lists.publishing import actions
from resources.lists.publishing.addresses import public_address
from resources.lists.publishing.sheet import sheet

TEMPLATE = Path(__file__).parent / "sheet.typ"
LONGEST_NAME = 80


@require_POST
@member()
def resource_list_publish(request, school_slug, list_id):
    """Students can read the list under a new address."""
    found = list_to_work_on(request, list_id)
    done = "Students can read it now: give them the address, or print the code."
    do(request, actions.publish_list, done, resource_list=found, by=request.member, now=timezone.now())
    return back_to(found, "public")


@require_POST
@member()
def resource_list_revoke(request, school_slug, list_id):
    """The address leads nowhere any more."""
    found = list_to_work_on(request, list_id)
    done = "The address leads nowhere any more. If you publish again, students get a new one."
    do(request, actions.revoke_list, done, resource_list=found, by=request.member, now=timezone.now())
    return back_to(found, "public")


@require_safe
@member()
def resource_list_qr(request, school_slug, list_id):
    """A sheet to print with title, code and address of a public list."""
    found = list_to_read(request, list_id)
    if not found.token:
        messages.info(request, "It has no public address, so there is no code to print.")
        return redirect(found)
    document = sheet(found, address=public_address(request, found), printed_on=found.school.day_of(timezone.now()))
    name = slugify(found.title, allow_unicode=True)[:LONGEST_NAME].strip("-") or f"list-{found.pk}"
    return pdf_response(request, TEMPLATE, document, f"{name}.pdf", back=found.get_absolute_url())
