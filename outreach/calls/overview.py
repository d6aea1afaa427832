"""The page of all calls: when the next opens, what stands in its way, and how the earlier ones went."""

from django.utils.formats import date_format
from django.utils.timezone import localtime

from collab.found import Found
from collab.models import Role
from outreach.calls import opening, queries
from outreach.calls.page import TONES
from outreach.calls.permissions import may_keep_calls
from outreach.calls.season import coming_season, dates_missing
from outreach.calls.states import state_of
from outreach.models import TopicCall
from outreach.outbox.pausing import pause_in_words

PAGE_SIZE = 20


def overview(*, member, now, number=1):
    """The context of the page. A fixed number of queries."""
    today = member.school.day_of(now)
    season = coming_season(member.school, on=today)
    start = (number - 1) * PAGE_SIZE
    calls = list(queries.calls_of(member)[start : start + PAGE_SIZE + 1])
    counts = queries.counted(calls)
    coming = TopicCall.objects.filter(term=season.term).first() if season else None
    may_open = may_keep_calls(member) and season is not None and (coming is None or not coming.is_for_all)
    return {
        "rows": [_row(call, counts.get(call.pk, (0, 0)), now) for call in calls[:PAGE_SIZE]],
        "pages": Found([], number, len(counts), len(calls) > PAGE_SIZE, one="call", many="calls"),
        "number": number,
        "season": season,
        "coming": coming,
        "next_words": _next(season, coming, now),
        "missing_after": dates_missing(school=member.school, on=today) if season is None else None,
        "may_keep": may_keep_calls(member),
        "paused": pause_in_words(member, now=now),
        "may_set_terms": member.has_role(Role.LIBRARIAN, Role.ADMINISTRATOR),
        "open_words": "Ask more teachers now" if coming else "Open the call now",
        "may_open": may_open,
        "asks": opening.would_ask(season, coming) if may_open else None,
    }


def _row(call, counts, now):
    asked, answered = counts
    state = state_of(call, now)
    return {
        "url": call.get_absolute_url(),
        "term": str(call.term),
        "state": state.label,
        "tone": TONES[state],
        "opened": date_format(localtime(call.opened_at), "j M Y"),
        "whom": "All teachers" if call.is_for_all else "Some departments",
        "answers": f"{answered} of {asked}",
    }


def _next(season, coming, now):
    """When the call for the next term opens by itself, as a sentence; empty where it is open for all."""
    if season is None or (coming and coming.is_for_all):
        return ""
    name = str(season.term)
    if season.ending is None:
        return f"{name} is the first term here, so no day before it says when to ask. Open the call by hand."
    if not season.rules.opens_by_itself:
        return f"The call for {name} is opened by hand, as your rules say."
    if season.is_before_its_school:
        return f"The day for {name} was before your school came here. Open the call by hand."
    if coming and (coming.finished_at or coming.paused_at):
        return f"The call for {name} stays with its departments, since somebody stopped it."
    when = date_format(localtime(season.opens_at), "l j F, H:i")
    becomes = "becomes one for all teachers" if coming else "opens by itself"
    if season.opens_at <= now:
        return f"The call for {name} {becomes} at the next hour for mail: its day was {when}."
    return f"The call for {name} {becomes} on {when}."
