"""One message: as its reader sees it, its story, and what a person can do with it."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab.letter_page import letter_page
from outreach.outbox import actions
from outreach.outbox.doing import do, do_sending
from outreach.outbox.pages import html_of, page_of
from outreach.outbox.permissions import for_keepers
from outreach.outbox.queries import messages_with_people, rules_for


def _message_or_404(request, message_id):
    return get_object_or_404(messages_with_people(request.member), pk=message_id)


@csp_update({"frame-src": [SELF]})
@require_safe
@for_keepers
def message(request, school_slug, message_id):
    """A message with its text, its HTML in a frame, and its story."""
    found = _message_or_404(request, message_id)
    context = page_of(found, reader=request.member, rules=rules_for(request.member), now=timezone.now())
    return render(request, "outreach/outbox/message.html", context)


@require_safe
@for_keepers
def message_html(request, school_slug, message_id):
    """The HTML of a message, alone or in the frame of its page."""
    found = _message_or_404(request, message_id)
    if not found.html:
        raise Http404
    return letter_page(html_of(found), is_framed=True)


@require_POST
@for_keepers
def message_again(request, school_slug, message_id):
    """It is sent again."""
    return _done(request, message_id, actions.send_again, "It goes out again.", run=do_sending)


@require_POST
@for_keepers
def message_cancel(request, school_slug, message_id):
    """It does not go out, or is left at that."""
    return _done(request, message_id, actions.cancel, "It is cancelled.")


@require_POST
@for_keepers
def message_settle(request, school_slug, message_id):
    """It perhaps went out, and looks as if it did."""
    return _done(request, message_id, actions.looks_sent, "It counts as sent.")


def _done(request, message_id, action, told, *, run=do):
    """Runs an action on a message and goes back to where the button was: its page, or the list."""
    found = _message_or_404(request, message_id)
    run(request, action, told, message=found, now=timezone.now())
    if request.POST.get("back") == "list":
        return redirect("messages", school_slug=request.member.school.slug)
    return redirect(found)
