"""How a call stands: open, paused, finished by somebody, or over since its term has begun."""

from django.db.models import TextChoices

from outreach.calls.days import start_of


class CallState(TextChoices):
    OPEN = "open", "Open"
    PAUSED = "paused", "Paused"
    FINISHED = "finished", "Finished"
    OVER = "over", "Over"


def state_of(call, now):
    """The CallState of a call whose term and school are loaded."""
    if now >= start_of(call.term.starts_on, call.school):
        return CallState.OVER
    if call.finished_at:
        return CallState.FINISHED
    return CallState.PAUSED if is_held(call) else CallState.OPEN


def is_held(call):
    """Whether somebody paused a call and it did not go on: nothing of it goes out by itself, not even at its end."""
    return bool(call.paused_at) and not call.finished_at


def is_open(call, now):
    """Whether a call may write to people."""
    return state_of(call, now) == CallState.OPEN
