"""What can become of a message that is handed to the mail server, and when it is tried again."""

from dataclasses import dataclass
from datetime import timedelta

from outreach.models import Message
from outreach.outbox.posting import one_line

State = Message.State
WAITS = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60)]  # the last one again and again
GIVEN_UP_AFTER = timedelta(days=5)
TRIED_AT_LEAST = 12  # Days that it lay in a paused outbox are not held against it.
LONGEST = Message._meta.get_field("last_error").max_length


@dataclass(frozen=True)
class Outcome:
    """The state that follows, and why. QUEUED: it is tried again later.

    `is_of_address`: the server takes nothing for this address. `ends_all`: so it would be for every other message now.
    """

    state: str
    sentence: str = ""
    is_of_address: bool = False
    ends_all: bool = False

    def fields(self, message, now):
        """What becomes of the row of a Message that was tried: dict of its fields."""
        state, not_before, sentence = self.state, None, self.sentence
        if state == State.QUEUED and is_given_up(message, now):
            state, sentence = State.FAILED, f"Given up after {message.attempts} tries. {sentence}"
        elif state == State.QUEUED:
            not_before = now + wait_after(message.attempts)
        return {
            "state": state,
            "last_error": one_line(sentence)[:LONGEST],
            "finished_at": None if state == State.QUEUED else now,
            "not_before": not_before or message.not_before,
        }


SENT = Outcome(State.SENT)


def wait_after(attempts):
    """How long a message waits after so many attempts (at least one)."""
    return WAITS[min(attempts, len(WAITS)) - 1]


def is_given_up(message, now):
    """Whether a message was tried long enough."""
    return message.attempts >= TRIED_AT_LEAST and now - message.created_at >= GIVEN_UP_AFTER
