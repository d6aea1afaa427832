"""The school's rules for its calls, and its letter as a teacher will read it."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.access import member
from collab.changing import Change
from collab.errors import Refused
from collab.letter_page import letter_page
from collab.models import Role
from collab.school_settings.pages import carried_out, sent
from outreach.calls import previewing
from outreach.calls.actions import change_rules
from outreach.calls.forms import RulesForm
from outreach.calls.letters import SUBJECT, WORDS
from outreach.calls.rules import rules_of
from outreach.outbox.pausing import pause_in_words, tell_sent


@require_http_methods(["GET", "HEAD", "POST"])
@member(Role.LIBRARIAN)
def call_rules(request, school_slug):
    """When calls open and remind, and what their letter says."""
    school = request.member.school
    rules = rules_of(school)
    change = Change(request, rules)
    form = RulesForm(sent(request), instance=rules, usual={"subject": SUBJECT, "words": WORDS})
    if carried_out(form, change_rules, change=change, school=school, by=request.member, now=timezone.now()):
        messages.success(request, "The rules for calls are saved.")
        return redirect("call_rules", school_slug=school_slug)
    status = 409 if change.is_lost else 422 if form.errors else 200
    return render(request, "outreach/calls/rules.html", {"form": form, "change": change}, status=status)


@csp_update({"frame-src": [SELF]})
@require_safe
@member(Role.LIBRARIAN)
def call_letter(request, school_slug):
    """The letter as a teacher will get it; with `?part=html` its HTML alone, for the frame."""
    now = timezone.now()
    preview = previewing.preview(request.GET, reader=request.member, now=now)
    if request.GET.get("part") == "html" and preview.letter:
        return letter_page(preview.html, is_framed=True)
    return render(
        request, "outreach/calls/letter.html", {"preview": preview, "paused": pause_in_words(request.member, now=now)}
    )


@require_POST
@member(Role.LIBRARIAN)
def call_letter_test(request, school_slug):
    """Sends the letter to oneself, through the outbox as all mail goes."""
    now = timezone.now()
    preview = previewing.preview(request.POST, reader=request.member, now=now)
    try:
        previewing.send_test(preview=preview, by=request.member, now=now)
        tell_sent(request, f"The letter is on its way to {request.member.email}.", now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(preview.url)
