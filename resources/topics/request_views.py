"""One topic request: all that it says, its story, what stands behind it; changing it, and moving it on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.access import member
from collab.addresses import address
from collab.changing import Change
from collab.errors import Refused, RowChanged
from collab.models import Role
from resources.behind.things import things_behind
from resources.topics import actions, queries
from resources.topics.forms import SaidForm, initial_of
from resources.topics.move_form import MoveForm
from resources.topics.moves import OF_THE_TEACHER
from resources.topics.offers import Offers
from resources.topics.permissions import keeps_request, may_change_request, may_move_request
from resources.topics.showing import LOOKS, State, facts_of, ways_of
from resources.topics.standing_behind import behind_of, is_begun, is_noticed
from resources.topics.steps import steps_from


@require_safe
@member()
def topic_request(request, school_slug, request_id):
    """One topic with its story; every colleague reads it."""
    return _show(request, queries.request_or_404(request.member, request_id), MoveForm())


@require_http_methods(["GET", "HEAD", "POST"])
@member()
def topic_request_change(request, school_slug, request_id):
    """Changes what a request says."""
    shown = queries.request_or_404(request.member, request_id)
    _refuse_unless(keeps_request(request.member, shown), shown)
    if not may_change_request(request.member, shown) and request.method != "POST":
        raise PermissionDenied(f"It is “{shown.get_state_display().lower()}”, and no longer changed.")
    offers = Offers(request.member, shown.term, shown.teacher)
    form = SaidForm(request.POST if request.method == "POST" else None, initial=initial_of(shown), offers=offers)
    change, trouble = Change(request, shown), ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_request(
                topic_request=shown,
                version=change.version,
                values=form.cleaned_data,
                by=request.member,
                now=timezone.now(),
            )
        except RowChanged as lost:
            change.lose(form, lost.current)
        except Refused as refusal:
            trouble = _say(form, refusal)
        else:
            return redirect(shown)
    status = 409 if change.is_lost or trouble else 422 if form.errors else 200
    context = {"shown": shown, "form": form, "change": change, "trouble": trouble}
    return render(request, "resources/topics/change.html", context, status=status)


@require_POST
@member()
def topic_request_move(request, school_slug, request_id):
    """Moves a request on: the teacher withdraws it or asks again, librarians say how far they are."""
    shown = queries.request_or_404(request.member, request_id)
    _refuse_unless(keeps_request(request.member, shown), shown)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _show(request, shown, form, status=422)
    to, why = form.cleaned_data["to"], form.cleaned_data["why"]
    if to not in OF_THE_TEACHER and not request.member.is_librarian:
        raise PermissionDenied("The library makes this move. You can withdraw your topic, or ask again.")
    if to == State.WITHDRAWN and not form.cleaned_data["sure"] and _is_to_be_asked(request.member, shown):
        return _show(request, shown, form, status=409, asks=True)
    shown.state = form.cleaned_data["was"] or shown.state  # As the person saw it: somebody may have been quicker.
    try:
        actions.move_request(topic_request=shown, to=to, by=request.member, now=timezone.now(), why=why)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        if to == State.WITHDRAWN:
            messages.success(request, "Withdrawn. If that was a mistake, “Ask again” takes it back.")
    return redirect(shown)


def _refuse_unless(is_allowed, shown):
    if not is_allowed:
        raise PermissionDenied(f"Only {shown.teacher} and the librarians change this topic.")


def _say(form, refusal):
    """Puts a refusal at its field; returns it where there is none."""
    if refusal.field in form.fields:
        form.add_error(refusal.field, str(refusal))
        return ""
    return str(refusal)


def _is_to_be_asked(member, shown):
    """Whether something would be left behind by withdrawing."""
    return may_move_request(member, shown, State.WITHDRAWN) and bool(_things(member, shown))


def _things(member, shown):
    return things_behind([shown.pk], reader=member).get(shown.pk, [])


def _up(member, shown):
    """(address, words) of the page above: for who works with the term board that of the term, else one's own topics."""
    if not member.has_role(Role.LIBRARIAN, Role.LEADER):
        return address("topics", school_slug=member.school.slug), "Topics"
    return f"{address('topic_board', school_slug=member.school.slug)}?term={shown.term_id}", "Term board"


def _show(request, shown, form, *, status=200, asks=False):
    tone, icon = LOOKS[shown.state]
    things = _things(request.member, shown)
    begun = is_begun(shown, things)
    context = {
        "shown": shown,
        "form": form,
        "tone": tone,
        "icon": icon,
        "facts": facts_of(shown),
        "moves": queries.story_of(shown),
        "up": _up(request.member, shown),
        "behind": behind_of(shown, things, request.member),
        "is_begun": begun,
        "is_noticed": is_noticed(things),
        "asks": asks,
        "may_withdraw": bool(things) and may_move_request(request.member, shown, State.WITHDRAWN),
        "steps": steps_from(shown, request.member),
        "ways": ways_of(request.member, shown, is_begun=begun, asks_first=bool(things)),
        "may_decline": may_move_request(request.member, shown, State.DECLINED) and request.member.is_librarian,
        "may_change": may_change_request(request.member, shown),
    }
    return render(request, "resources/topics/request.html", context, status=status)
