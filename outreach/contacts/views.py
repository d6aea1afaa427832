"""A conversation is noted, looked at, changed, removed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab import asked
from collab.access import member
from collab.changing import Change, was_open
from collab.errors import AlreadyDone, Refused, RowChanged
from collab.models import Role
from outreach.contacts import actions
from outreach.contacts.forms import ContactForm
from outreach.contacts.listing import row_of
from outreach.contacts.queries import contact_of, contact_or_404, noted_lately
from resources.topics.forms import sending_of

form_methods = require_http_methods(["GET", "HEAD", "POST"])
LEADS_BACK_TO = ("in_touch", "inductions")  # Where somebody noted it from; else the form stands ready for the next.


@form_methods
@member(Role.LIBRARIAN)
def contact_add(request, school_slug):
    """A conversation in one line; afterwards the form is ready for the next one."""
    today = request.member.school.day_of(timezone.now())
    form = ContactForm(request.POST if request.method == "POST" else None, by=request.member, today=today)
    sending = sending_of(request.POST.get("sending", ""))
    if request.method != "POST":
        return _add_page(request, form.proposing(asked.key(request.GET.get("with"))), sending)
    if not form.is_valid():
        return _add_page(request, form, sending, status=422)
    try:
        noted = actions.note_contact(values=form.cleaned_data, by=request.member, now=timezone.now(), sending=sending)
    except actions.NotedBefore as done:
        messages.info(request, str(done))
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return _add_page(request, form, sending_of(""), status=409)
    else:
        messages.success(request, f"Noted: {noted.with_member or noted.with_name}, “{noted}”.")
    return redirect(_goes_back(request) or "contact_add", school_slug=school_slug)


def _goes_back(request):
    """The page that the form was opened from, if it is one that wants its reader back."""
    name = request.POST.get("then") or request.GET.get("then")
    return name if name in LEADS_BACK_TO else ""


def _add_page(request, form, sending, *, is_gone=False, status=200):
    context = {
        "is_gone": is_gone,
        "form": form,
        "sending": sending,
        "then": _goes_back(request),
        "lately": [row_of(contact) for contact in noted_lately(request.member)],
    }
    return render(request, "outreach/contacts/add.html", context, status=status)


@require_safe
@member(Role.LIBRARIAN)
def contact(request, school_slug, contact_id):
    """One conversation, and what came or may come of it."""
    shown = contact_or_404(request.member, contact_id)
    return render(request, "outreach/contacts/contact.html", {"contact": shown, "row": row_of(shown)})


@form_methods
@member(Role.LIBRARIAN)
def contact_change(request, school_slug, contact_id):
    """Other words for a conversation, another day, another person."""
    today = request.member.school.day_of(timezone.now())
    shown = contact_of(request.member, contact_id)
    if shown is None:
        return _gone(request, today)
    change = Change(request, shown)
    form = ContactForm(request.POST or None, by=request.member, today=today, contact=shown)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contact(
                contact=shown,
                version=change.version,
                values=form.cleaned_data,
                by=request.member,
                now=timezone.now(),
            )
        except RowChanged as lost:
            change.lose(form, lost.current)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(shown)
    status = 409 if change.is_lost else 422 if form.errors else 200
    context = {"contact": shown, "form": form, "change": change}
    return render(request, "outreach/contacts/change.html", context, status=status)


def _gone(request, today):
    """What was typed, ready to be noted anew, for whoever had the form open when somebody removed the conversation."""
    if not was_open(request):
        raise Http404
    form = ContactForm(request.POST, by=request.member, today=today)
    return _add_page(request, form, sending_of(""), is_gone=True, status=409)


@form_methods
@member(Role.LIBRARIAN)
def contact_remove(request, school_slug, contact_id):
    """Asks, naming what will be lost, and removes a conversation."""
    shown = contact_or_404(request.member, contact_id)
    change = Change(request, shown)
    if request.method != "POST":
        return _removal_page(request, shown, change.version)
    try:
        actions.remove_contact(contact=shown, version=change.version)
    except RowChanged:
        return _removal_page(request, shown, shown.version, is_changed=True, status=409)
    except AlreadyDone as done:
        messages.info(request, str(done))
    else:
        messages.success(request, "The conversation is removed.")
    return redirect("contacts", school_slug=school_slug)


def _removal_page(request, shown, version, *, is_changed=False, status=200):
    context = {"contact": shown, "row": row_of(shown), "version": version, "is_changed": is_changed}
    return render(request, "outreach/contacts/remove.html", context, status=status)
