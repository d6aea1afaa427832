"""The highlights of an edition: added, taken off, moved up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from collab import asked
from collab.access import member
from collab.errors import Refused
from collab.models import Role
from outreach.digests import actions
from outreach.digests.edition_page import edition_or_404, keep_words
from outreach.models import Highlight
from resources.models import Resource


@require_POST
@member(Role.LIBRARIAN)
def highlight_add(request, school_slug, edition_id):
    """One more highlight: a title that was picked."""
    edition = edition_or_404(request, edition_id)
    titles = Resource.objects.visible_to(request.member).defer("search")
    resource = titles.filter(pk=asked.key(request.POST.get("resource"))).first()
    if resource is None:
        messages.info(request, "Choose a title of the catalogue.")
        return keep_words(request, edition) or redirect(edition)
    return _do(request, edition, actions.add_highlight, edition=edition, resource=resource, line="")


@require_POST
@member(Role.LIBRARIAN)
def highlight_remove(request, school_slug, highlight_id):
    """One less."""
    highlight = _highlight_or_404(request, highlight_id)
    return _do(request, highlight.edition, actions.remove_highlight, highlight=highlight)


@require_POST
@member(Role.LIBRARIAN)
def highlight_move(request, school_slug, highlight_id):
    """One place up."""
    highlight = _highlight_or_404(request, highlight_id)
    return _do(request, highlight.edition, actions.move_highlight, highlight=highlight)


def _highlight_or_404(request, highlight_id):
    of_school = Highlight.objects.filter(edition__school=request.member.school_id)
    highlight = of_school.select_related("edition__school").filter(pk=highlight_id).first()
    if highlight is None:
        raise Http404
    return highlight


def _do(request, page_of, action, **about):
    """Keeps the words of the edition whose page it is, then does what was pressed there."""
    if not_kept := keep_words(request, page_of):
        return not_kept
    try:
        action(**about, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect(page_of)
