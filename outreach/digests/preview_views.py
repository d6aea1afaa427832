"""A digest before it goes out, for any person, as it would be sent now; and afterwards as it was."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.access import member
from collab.letter_page import letter_page
from collab.models import Member, Role
from outreach.digests.edition_views import edition_or_404
from outreach.digests.previewing import preview_of
from outreach.letters.links import without_links


@csp_update({"frame-src": [SELF]})
@require_safe
@member(Role.LIBRARIAN)
def digest_preview(request, school_slug, edition_id, member_id):
    """Subject, text and HTML of a member's digest, or why they get none."""
    edition, reader = edition_or_404(request, edition_id), _member_or_404(request, member_id)
    preview = preview_of(edition=edition, member=reader, now=timezone.now())
    context = {"edition": edition, "reader": reader, "preview": preview}
    if preview.letter:
        context["text"] = without_links(preview.letter.text)
    return render(request, "outreach/digests/preview.html", context)


@require_safe
@member(Role.LIBRARIAN)
def digest_preview_html(request, school_slug, edition_id, member_id):
    """The HTML of it, alone on its page."""
    edition, reader = edition_or_404(request, edition_id), _member_or_404(request, member_id)
    preview = preview_of(edition=edition, member=reader, now=timezone.now())
    if not preview.letter:
        raise Http404
    return letter_page(without_links(preview.letter.html), is_framed=True)


def _member_or_404(request, member_id):
    return get_object_or_404(Member.objects.visible_to(request.member), pk=member_id)
