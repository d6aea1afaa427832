"""How a message is said and shown: its state, what it waits for, what became of it."""

from collab.when import clock
from outreach.models import Message
from outreach.outbox.resting import at, rests_until, why_in_words

State = Message.State
TONES = {
    State.QUEUED: "plain",
    State.SENDING: "accent",
    State.SENT: "good",
    State.FAILED: "error",
    State.UNKNOWN: "waiting",
    State.CANCELLED: "plain",
}
ICONS = {
    State.QUEUED: "hourglass-split",
    State.SENDING: "arrow-right",
    State.SENT: "check2",
    State.FAILED: "exclamation-circle",
    State.UNKNOWN: "question-circle",
    State.CANCELLED: "x-lg",
}


def title_of(message):
    """Its subject; of a message whose text was taken out, what kind it was."""
    return message.subject or message.get_kind_display()


def so_far(message, *, rules, now):
    """What a message waits for, or what became of it, in a few words after its state."""
    if message.state == State.QUEUED:
        return waits_for(message, rules=rules, now=now)
    if message.state == State.SENDING:
        return f"since {clock(message.handed_at, now)}"
    if message.state == State.SENT:
        return clock(message.finished_at, now)
    return message.last_error or clock(message.finished_at, now)


def waits_for(message, *, rules, now):
    """Why a message that waits has not gone out yet, and until when; a test goes out at any hour."""
    if rules.paused_at:
        return why_in_words(rules, now)
    is_test = message.kind == Message.Kind.TEST
    if message.not_before > now:
        begins = "Tried again" if message.attempts else "From"
        words = f"{begins} {at(message.not_before if is_test else rests_until(rules, message.not_before), now)}"
    else:
        rests = "" if is_test else why_in_words(rules, now)
        words = rests or ("About to go out" if _is_claimed(message) else "Within a few minutes")
    return f"{words}. Last try: {message.last_error}" if message.last_error else words


def _is_claimed(message):
    """Whether a worker has it in its bunch; whoever put it off for later is done with it."""
    return message.claimed_at is not None and message.claimed_at >= message.not_before


def is_too_late(message, now):
    """Whether the moment has passed until which it was of use."""
    return message.not_after is not None and message.not_after <= now


def was_said_to_look_sent(message):
    """Whether a person settled that a message which perhaps went out did: the doubt is still noted on it."""
    return message.state == State.SENT and message.settled_by_id is not None and bool(message.last_error)
