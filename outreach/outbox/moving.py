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
    return [carried(member=member, rules=rules, sent=sent, now=now), _last_sent(sent, now), _last_failed(failed, now)]


def carried(*, member, rules, sent, now):
    """The finding whether what waits is carried away; `sent` is the latest message that was, or None. One query."""
    about = "Going out"
    if rules.paused_at:
        return Finding(about, "The mail is paused. Nothing goes out until somebody lets it go on.", "waiting")
    if rest := why_in_words(rules, now):
        return Finding(about, f"{rest}. A test goes out all the same.", "plain")
    waits = queries.overdue(member, since=now - PATIENCE)
    moved_lately = sent is not None and sent.finished_at > now - PATIENCE
    if not waits["number"] or moved_lately or rests(rules, now - PATIENCE):
        return Finding(about, "What is written goes out within a few minutes.")
    waited = "1 message has waited" if waits["number"] == 1 else f"{waits['number']:,} messages have waited"
    since = f"since {clock(waits['first'], now)}, longer than it should be"
    return Finding(about, f"{waited} {since}. Is the worker running (Celery, with its beat)?", "error")


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
