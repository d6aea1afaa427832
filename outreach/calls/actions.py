"""Named writes to a call: open it, remind, pause, go on, finish; and end a link, or send another one."""

from django.db import transaction

from collab.errors import AlreadyDone, Refused
from collab.models import Term
from collab.writing import one_at_a_time, write_over
from outreach.calls import opening, reminding
from outreach.calls.posted import let_go_on, messages_of, take_out_of_hands
from outreach.calls.season import season_of
from outreach.calls.states import CallState, is_open, state_of
from outreach.models import CallInvitation, CallRules, Message, TopicCall
from outreach.models.calls import new_nonce
from outreach.outbox.posting import can_be_written_to


def open_call(*, term, by, now, departments=()):
    """Opens the call for a coming term, for these departments or (none) for all; or widens the one that is there.

    Returns the TopicCall. Raises `AlreadyDone` where it is open for them, and `Refused` where it is not its time.
    """
    with transaction.atomic():
        one_at_a_time(term.school_id)
        season = season_of(term)
        _refuse_another_term(season, now)
        call, has_changed = opening.open_for(season=season, departments=departments, by=by, now=now)
        if not is_open(call, now):
            raise Refused(f"This call is {state_of(call, now).label.lower()}. Let it go on first.")
        if not has_changed:
            raise AlreadyDone("The call is open already.")
        opening.invite(call=call, season=season, by=by, now=now)
    return call


def _refuse_another_term(season, now):
    if now >= season.until:
        raise Refused(f"{season.term.name} has begun: ask for the next one.")
    today = season.school.day_of(now)
    between = Term.objects.filter(school=season.school, starts_on__gt=today, starts_on__lt=season.term.starts_on)
    if before := between.first():
        raise Refused(f"{before} comes first. Ask for {season.term.name} when {before.name} has begun.")


@transaction.atomic
def remind_now(*, call, by, now):
    """Reminds everybody who can be reminded. Returns how many. Raises `Refused`, and `AlreadyDone` for nobody."""
    call = _locked(call)
    _refuse_unless_open(call, now)
    places = reminding.by_hand(call, now)
    number = reminding.remind(call=call, season=season_of(call.term), places=places, by=by, now=now)
    if not number:
        raise AlreadyDone("There is nobody to remind now: see below, why.")
    return number


@transaction.atomic
def pause_call(*, call, by, now):
    """Nothing of the call goes out until it goes on; answers are taken all the same. Raises `AlreadyDone`."""
    waiting = TopicCall.objects.filter(pk=call.pk, paused_at=None, finished_at=None)
    if not waiting.update(paused_at=now, paused_by=by):
        raise AlreadyDone("The call was stopped already.")
    take_out_of_hands(call)


@transaction.atomic
def finish_call(*, call, by, now):
    """Ends the call before the term begins: nobody gets a letter of it any more. Raises `AlreadyDone`.

    The links go on working until the term begins: whoever answers late is welcome.
    """
    if not TopicCall.objects.filter(pk=call.pk, finished_at=None).update(finished_at=now, finished_by=by):
        raise AlreadyDone("The call was finished already.")
    take_out_of_hands(call)


@transaction.atomic
def go_on_with_call(*, call, by, now):
    """Takes a pause back, or a finish; what waited goes out. Raises `AlreadyDone`, and `Refused` when it is over."""
    call = _locked(call)
    state = state_of(call, now)
    if state == CallState.OVER:
        raise Refused(f"{call.term.name} has begun.")
    if state == CallState.OPEN:
        raise AlreadyDone("The call goes on already.")
    TopicCall.objects.filter(pk=call.pk).update(paused_at=None, paused_by=None, finished_at=None, finished_by=None)
    let_go_on(call, now=now)


def revoke_link(*, invitation, by, now):
    """Ends the links of an invitation, that of a colleague as well. Answers that came stay. Raises `AlreadyDone`."""
    places = CallInvitation.objects.filter(pk=invitation.pk, revoked_at=None)
    ended = {"handed_to": None, "handed_at": None, "handed_nonce": ""}
    if not places.update(revoked_at=now, nonce=new_nonce(), **ended):
        raise AlreadyDone(f"The link of {invitation.teacher} was ended already.")


@transaction.atomic
def send_link(*, invitation, by, now):
    """Writes once more to a teacher whose link was ended, or whom no letter has reached for want of an address.

    Raises `Refused`, and `AlreadyDone` where the teacher has a letter with a link that works.
    """
    call = _locked(invitation.call)
    _refuse_unless_open(call, now)
    place = CallInvitation.objects.select_related("teacher").get(pk=invitation.pk)
    if not can_be_written_to(place.teacher):
        raise Refused(f"{place.teacher} has no address to write to. Ask in person.")
    letters = messages_of(call).filter(kind=Message.Kind.CALL, member=place.teacher).count()
    if letters and not place.revoked_at:
        raise AlreadyDone(f"{place.teacher} has a letter with a link that works.")
    place.revoked_at, place.call = None, call
    place.save(update_fields=["revoked_at"])
    opening.write_to(call=call, places=[place], season=season_of(call.term), by=by, now=now, after=letters)


def change_rules(*, school, version, values, by, now):
    """Writes the rules of a school; the first time there is a row of them. Raises `RowChanged`."""
    CallRules.objects.bulk_create([CallRules(school=school)], ignore_conflicts=True)
    return write_over(CallRules.objects.get(school=school), values, version=version, sentences={}, by=by, now=now)


def _locked(call):
    """The call as it stands, with its term and school, while nobody else writes for it."""
    one_at_a_time(call.school_id)
    return TopicCall.objects.select_related("term", "school").get(pk=call.pk)


def _refuse_unless_open(call, now):
    state = state_of(call, now)
    if state != CallState.OPEN:
        raise Refused(f"The call is {state.label.lower()}: nobody gets a letter of it.")
