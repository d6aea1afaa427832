"""The story of one message: when it was written, tried, sent or cancelled, and who had to do with it."""

from dataclasses import dataclass
from datetime import datetime

from outreach.models import Message
from outreach.outbox.words import was_said_to_look_sent

State, Kind = Message.State, Message.Kind
# What somebody did by whom a message was written.
DID = {
    Kind.CALL: "sent out the call for topics",
    Kind.REMINDER: "reminded those without an answer",
    Kind.HANDED_ON: "handed the answer on",
    Kind.SUMMARY: "sent the summaries of the call",
    Kind.DIGEST: "sent the digest",
    Kind.REPORT: "published a report",
    Kind.TEST: "asked for a test",
}


@dataclass(frozen=True)
class Event:
    """Something that happened to a message; `at` is None where only its place in the story is known."""

    icon: str
    words: str
    at: datetime | None = None


def story_of(message):
    """The events of a message in their order; it comes with its people."""
    return [*_begin(message), *_tries(message), *_end(message)]


def _begin(message):
    did = DID.get(message.kind, "sent it")
    cause = f"Written because {message.caused_by} {did}" if message.caused_by else "Written by itself"
    yield Event("pencil", cause, message.created_at)


def _tries(message):
    if _went_again(message):
        yield Event("arrow-repeat", f"{message.settled_by} sent it again")
    if message.attempts and message.handed_at:
        times = "once" if message.attempts == 1 else f"{message.attempts} times"
        last = "" if message.attempts == 1 else ", the last time"
        yield Event("arrow-right", f"Handed to the mail server {times}{last}", message.handed_at)
    if message.last_error:
        yield Event("exclamation-circle", message.last_error)


def _went_again(message):
    """Whether it went into the queue once more; of one whose doubts were taken out with its text nobody knows."""
    is_settled = message.state == State.CANCELLED or was_said_to_look_sent(message) or message.reduced_at
    return message.settled_by is not None and not is_settled


def _end(message):
    at, who = message.finished_at, message.settled_by
    if message.state == State.SENT:
        said = f"{who} said that it looks sent" if was_said_to_look_sent(message) else "The mail server took it"
        yield Event("check2", said, at)
    elif message.state == State.FAILED:
        yield Event("x-circle", "It failed", at)
    elif message.state == State.UNKNOWN:
        yield Event("question-circle", "Nobody knows whether it went out", at)
    elif message.state == State.CANCELLED:
        yield Event("x-lg", f"{who} cancelled it" if who else "Cancelled by itself", at)
    if message.reduced_at:
        yield Event("archive", "Its text and address were taken out, as the rules say", message.reduced_at)
