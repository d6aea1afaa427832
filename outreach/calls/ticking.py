"""What a tick does for one term: the call opens, newcomers are asked, reminders and summaries go out, each once."""

from django.db import transaction

from collab.writing import one_at_a_time
from outreach.calls import opening, reminding, summaries
from outreach.calls.posted import let_go_on
from outreach.calls.season import season_of
from outreach.calls.states import is_held, is_open
from outreach.models import TopicCall


def see_to(term, *, now):
    """Brings the call for a term up to date, as its rules say. `term`: a Term or its key.

    What is to do is looked up without a lock, and once more under the lock of its school: of two ticks at once the
    second finds it done. Between the days and hours for mail nothing is done at all. In the first days of the term
    summaries still go out: there may have been no hour for them since the last day of the one before.
    """
    season = season_of(term)
    if now >= season.summed_up_until or not season.may_write(now):
        return
    call = _call_of(season)
    if call is None or (not call.is_for_all and is_open(call, now)):
        call = _open(season, now) if season.is_due(now) else call
    if call is None or is_held(call):
        return
    if is_open(call, now):
        _write(call, season, now)
    summaries.send_due(call=call, season=season, now=now)


def _open(season, now):
    with transaction.atomic():
        one_at_a_time(season.school.pk)
        call, _ = opening.open_for(season=season, departments=(), by=None, now=now)
        return call


def _write(call, season, now):
    """Whatever letters of an open call are due."""
    has_newcomers = opening.newcomers(call).exists()
    are_due = season.may_remind(now) and reminding.due(call, season, now).exists()
    if has_newcomers or are_due:
        with transaction.atomic():
            one_at_a_time(call.school_id)
            call = _call_of(season)
            if not is_open(call, now):
                return
            opening.invite(call=call, season=season, by=None, now=now)
            if are_due:
                places = reminding.due(call, season, now)
                reminding.remind(call=call, season=season, places=places, by=None, now=now)
    let_go_on(call, now=now)


def _call_of(season):
    call = TopicCall.objects.filter(term=season.term).first()
    if call:
        call.term, call.school = season.term, season.school
    return call
