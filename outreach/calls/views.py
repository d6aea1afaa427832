"""The pages of calls: all of them, one with its people and topics, and what librarians do about them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab import asked
from collab.access import member
from collab.errors import AlreadyDone, Refused
from collab.models import Role
from collab.parts import page_or_part
from outreach.calls import actions, queries, summaries
from outreach.calls.forms import OpenForm
from outreach.calls.overview import overview
from outreach.calls.page import Asked, page_of
from outreach.calls.permissions import READERS
from outreach.outbox.pausing import tell_sent


@require_safe
@member(*READERS)
def topic_calls(request, school_slug):
    """This and the earlier calls, and when the next one opens."""
    return _overview(request)


def _overview(request, *, form=None, status=200):
    number = asked.page(request.GET.get("page"))
    context = overview(member=request.member, now=timezone.now(), number=number)
    if context["may_open"]:
        form = form or OpenForm(by=request.member, initial={"term": context["season"].term})
        context["form"] = form.saying(context["asks"].departments)
    return render(request, "outreach/calls/topic_calls.html", context, status=status)


@require_POST
@member(Role.LIBRARIAN)
def topic_call_open(request, school_slug):
    """Opens a call by hand, or one for some departments for more."""
    form = OpenForm(request.POST, by=request.member)
    if not form.is_valid():
        return _overview(request, form=form, status=422)
    term, departments = form.cleaned_data["term"], form.cleaned_data["departments"]
    now = timezone.now()
    try:
        call = actions.open_call(term=term, departments=departments, by=request.member, now=now)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("topic_calls", school_slug=school_slug)
    number = queries.letters_written_at(call, now)
    asked = "One teacher is" if number == 1 else f"{number or 'No'} teachers are"
    tell_sent(request, f"The call for {term} is open. {asked} asked by mail.", now=now)
    return redirect(call)


@require_safe
@member(*READERS)
def topic_call(request, school_slug, call_id):
    """One call as it stands; its part that changes by itself, alone, where that is asked for."""
    call = get_object_or_404(queries.calls_of(request.member), pk=call_id)
    context = page_of(call, asked=Asked.read(request.GET), reader=request.member, now=timezone.now())
    return page_or_part(request, "outreach/calls/topic_call", context)


@require_POST
@member(Role.LIBRARIAN)
def topic_call_remind(request, school_slug, call_id):
    """Reminds everybody who can be reminded."""

    def told(number):
        return f"{number} get{'s' if number == 1 else ''} a reminder."

    return _done(request, call_id, actions.remind_now, told, sends=True)


@require_POST
@member(Role.LIBRARIAN)
def topic_call_pause(request, school_slug, call_id):
    """Lets nothing of it go out until it goes on."""
    return _done(request, call_id, actions.pause_call, lambda _: "The call is paused. Answers are taken all the same.")


@require_POST
@member(Role.LIBRARIAN)
def topic_call_resume(request, school_slug, call_id):
    """Lets it go on."""
    return _done(request, call_id, actions.go_on_with_call, lambda _: "The call goes on.", sends=True)


@require_POST
@member(Role.LIBRARIAN)
def topic_call_finish(request, school_slug, call_id):
    """Ends it before its term begins."""
    return _done(
        request, call_id, actions.finish_call, lambda _: "The call is finished. Answers are taken all the same."
    )


@require_POST
@member(Role.LIBRARIAN)
def topic_call_summaries(request, school_slug, call_id):
    """Sends heads and champions what came of it so far."""

    def told(number):
        return f"{number} summar{'y goes' if number == 1 else 'ies go'} to heads of department and library champions."

    return _done(request, call_id, summaries.send_all, told, sends=True)


@require_POST
@member(Role.LIBRARIAN)
def call_invitation_revoke(request, school_slug, invitation_id):
    """Ends the link of one teacher."""
    place = get_object_or_404(queries.invitations_of(request.member), pk=invitation_id)
    sentence = f"The link of {place.teacher} opens nothing any more. You can send a new one."
    return _done_to(request, place, actions.revoke_link, sentence)


@require_POST
@member(Role.LIBRARIAN)
def call_invitation_send(request, school_slug, invitation_id):
    """Sends a teacher a link whose own was ended, or who had no address."""
    place = get_object_or_404(queries.invitations_of(request.member), pk=invitation_id)
    sentence = f"{place.teacher} gets a letter with a new link."
    return _done_to(request, place, actions.send_link, sentence, sends=True)


def _done(request, call_id, act, told, *, sends=False):
    """Does something to a call, and leads back to it; a refusal is said there."""
    call = get_object_or_404(queries.calls_of(request.member), pk=call_id)
    return _act(request, call, lambda **who: told(act(call=call, **who)), sends=sends)


def _done_to(request, place, act, sentence, *, sends=False):
    """The same with the place of one teacher."""

    def told(**who):
        act(invitation=place, **who)
        return sentence

    return _act(request, place.call, told, sends=sends)


def _act(request, call, told, *, sends):
    """Tells what `told` did, or why it did not; `sends`: whether mail goes out by it."""
    now = timezone.now()
    try:
        sentence = told(by=request.member, now=now)
    except AlreadyDone as done:
        messages.info(request, str(done))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if sends:
            tell_sent(request, sentence, now=now)
        else:
            messages.success(request, sentence)
    return redirect(call)
