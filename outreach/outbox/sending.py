"""Sending: a bunch of messages is claimed, handed over one after the other, and each is noted before and after."""

import logging
import time
from datetime import timedelta

from django.utils.functional import cached_property

from outreach.models import Message
from outreach.outbox.addressees import refusals, take_to_today, what_changed, why_gone
from outreach.outbox.claiming import claim, let_go, next_room, settle_left_behind
from outreach.outbox.envelopes import NoMail, envelope
from outreach.outbox.marking import Marks
from outreach.outbox.outcomes import Outcome
from outreach.outbox.replies import reply_to_of
from outreach.outbox.transports import NotReachable, transport
from outreach.outbox.truth import untrue

State = Message.State
OUR_FAULT = "No mail could be made of it. The cause stands in the log of the worker."
TOO_LATE = "It was too late for it."
A_BUNCH_TAKES = timedelta(seconds=20)
A_TICK_TAKES = timedelta(seconds=50)
PATIENCE = timedelta(seconds=5)  # for the minute to end in which as many went out as may

logger = logging.getLogger(__name__)


def send_what_waits(*, clock, at_most=A_TICK_TAKES):
    """Sends bunch after bunch until nothing more may go out, the mail server has trouble, or time is up."""
    settle_left_behind(now=clock())
    until = clock() + at_most
    while clock() < until:
        taken, messages = claim(now=clock())
        if not (send_bunch(taken, messages, clock=clock) if taken else _waited_for_room(clock())):
            break


def send_bunch(taken, messages, *, clock):
    """Sends the messages of a Claim; whether the next ones may follow."""
    marks, way = Marks(taken), transport()
    try:
        ready = _worth_sending(messages, marks, now=clock())
        if not ready:
            return True
        way.open()
        return _hand_over_all(ready, marks, way, clock=clock)
    except NotReachable as error:
        marks.put_off(ready, Outcome(State.QUEUED, str(error)), now=clock())
        return False
    finally:
        way.close()
        let_go(taken)


class Ready:
    """A message that is packed for its way ahead of its turn, while the server looks at the one before."""

    def __init__(self, message, way, clock, reply_to):
        self.message, self.way, self.clock, self.reply_to = message, way, clock, reply_to

    @cached_property
    def packed(self):
        """What is handed over, or the NoMail that says why there is nothing."""
        try:
            return self.way.pack(envelope(self.message, now=self.clock(), reply_to=self.reply_to))
        except NoMail as error:
            return error
        except Exception:  # One message that is broken in a way nobody thought of must not hold up all others.
            logger.exception("No mail can be made of message %s", self.message.pk)
            return NoMail(OUR_FAULT)


def _worth_sending(messages, marks, *, now):
    """Those messages that are still to be sent, at the address of today; the others are cancelled."""
    changes = what_changed(messages)
    reasons = untrue(messages) | why_gone(changes)
    reasons |= {message.pk: TOO_LATE for message in messages if message.not_after and message.not_after < now}
    for message in messages:
        if message.pk in reasons:
            marks.set_aside(message, State.CANCELLED, reasons[message.pk], now=now)
    wanted = [message for message in messages if message.pk not in reasons]
    if moved := take_to_today(wanted, changes):
        marks.take_to(moved)
    marks.refusals = refusals(wanted, changes)
    return wanted


def _hand_over_all(messages, marks, way, *, clock):
    """Hands messages over for as long as a bunch may take; whether the next ones may follow."""
    until = clock() + A_BUNCH_TAKES
    replies = reply_to_of({message.school_id for message in messages})
    line = [Ready(message, way, clock, replies[message.school_id]) for message in messages]
    try:
        for ready, following in zip(line, [*line[1:], None], strict=True):
            if clock() > until:
                return True
            if why := _why_not(ready, marks):
                marks.set_aside(ready.message, State.FAILED, why, now=clock())
                continue
            outcome = _hand_over(ready, following, marks, way, clock)
            if outcome and outcome.ends_all:
                return False
    finally:
        marks.finish(now=clock())
    return True


def _why_not(ready, marks):
    """Why a message is not handed over at all; "" where it is."""
    return marks.refusal_of(ready.message) or (str(ready.packed) if isinstance(ready.packed, NoMail) else "")


def _hand_over(ready, following, marks, way, clock):
    """The Outcome of one message; None where it may not be handed over any more."""
    outcome = way.hand_over(
        ready.packed,
        begin=lambda: marks.begin(ready.message, now=clock()),
        meanwhile=lambda: following and following.packed,
    )
    if outcome is not None:
        marks.end(ready.message, outcome, now=clock())
    return outcome


def _waited_for_room(now):
    """Whether nothing was claimed for want of room in this minute, and now, a moment later, there is some."""
    room_at = next_room(now=now)
    if room_at is None or room_at - now > PATIENCE:
        return False
    time.sleep(max(0, (room_at - now).total_seconds()))
    return True
