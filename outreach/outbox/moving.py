"""Whether the mail of a school moves: what went out last, what failed last, and whether anybody carries it at all."""

from datetime import timedelta

from collab.when import clock
from outreach.models import Message
from outreach.outbox import queries
from outreach.outbox.resting import why_in_words
from outreach.outbox.rules import rests
from outreach.outbox.set_up import Finding
from outreach.outbox.words import title_of

State = Message.State
PATIENCE = timedelta(minutes=10)  # A worker looks every minute; a limit per minute may make a queue.


def findings(*, member, rules, now):
    """The findings about the mail of a member's school. Three queries."""
    sent, failed = (queries.latest(member, state) for state in (State.SENT, State.FAILED))
    return [_carried(member, rules, sent, now), _last_sent(sent, now), _last_failed(failed, now)]


def _carried(member, rules, sent, now):
    about = "Is it carried"
    if rules.paused_at:
        return Finding(about, "The mail is paused. Nothing goes out until somebody lets it go on.", "waiting")
    if rest := why_in_words(rules, now):
        return Finding(about, f"{rest}. A test goes out all the same.", "plain")
    waits = queries.overdue(member, since=now - PATIENCE)
    moved_lately = sent is not None and sent.finished_at > now - PATIENCE
    if not waits["number"] or moved_lately or rests(rules, now - PATIENCE):
        return Finding(about, "Yes. What is written goes out within a few minutes.")
    words = (
        f"No: {waits['number']} {'message waits' if waits['number'] == 1 else 'messages wait'} since "
        f"{clock(waits['first'], now)} and longer than they should. Is the worker running (Celery, with its beat)?"
    )
    return Finding(about, words, "error")


def _last_sent(sent, now):
    about = "Last sent"
    if sent is None:
        return Finding(about, "Nothing has been sent yet.", "plain")
    return Finding(about, f"{clock(sent.finished_at, now)}: “{title_of(sent)}”.")


def _last_failed(failed, now):
    about = "Last failed"
    if failed is None:
        return Finding(about, "Nothing waits here that failed.")
    return Finding(about, f"{clock(failed.finished_at, now)}: {failed.last_error}", "waiting")
