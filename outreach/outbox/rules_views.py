"""When mail rests and how long it is kept; and whether mail is set up well."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab.changing import Change
from collab.school_settings.pages import carried_out, sent
from outreach.outbox import holding, moving, reaching, trying
from outreach.outbox.doing import do, do_sending
from outreach.outbox.forms import RulesForm
from outreach.outbox.permissions import for_keepers
from outreach.outbox.queries import rules_for
from outreach.outbox.set_up import is_smtp, leaves_this_machine, set_up

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
@for_keepers
def mail_rules(request, school_slug):
    """Quiet hours, weekends, and how long texts are kept."""
    rules = rules_for(request.member)
    change = Change(request, rules)
    form = RulesForm(sent(request), instance=rules)
    if carried_out(form, holding.change_rules, change=change, by=request.member, now=timezone.now()):
        messages.success(request, "Saved.")
        return redirect("mail_rules", school_slug=school_slug)
    status = 409 if change.is_lost else 422 if form.is_bound else 200
    return render(request, "outreach/outbox/mail_rules.html", {"form": form, "change": change}, status=status)


@form_methods
@for_keepers
def mail_check(request, school_slug):
    """The set-up in words; a POST sends a test to oneself."""
    if request.method == "POST":
        made = do_sending(request, trying.send_test, "The test message is in the outbox.", now=timezone.now())
        return redirect(made) if made else redirect("mail_check", school_slug=school_slug)
    rules = rules_for(request.member)
    context = {
        "set_up": set_up(),
        "moving": moving.findings(member=request.member, rules=rules, now=timezone.now()),
        "is_smtp": is_smtp(),
        "stays_here": not leaves_this_machine(),
    }
    return render(request, "outreach/outbox/mail_check.html", context)


@require_POST
@for_keepers
def mail_server_reach(request, school_slug):
    """Asks the mail server whether it takes us."""
    do(request, reaching.reach_server, str)
    return redirect("mail_check", school_slug=school_slug)
