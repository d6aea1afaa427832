"""Running an action for somebody who pressed a button, and telling them how it went."""

from functools import partial

from django.contrib import messages

from collab.errors import AlreadyDone, Refused
from outreach.outbox.pausing import tell_sent


def do(request, action, done, **arguments):
    """Runs an action as the member of the request. Returns what it returns, or None where it was not done.

    `done` is what is told then: a sentence, or what makes one of the result. What was done already, or cannot be done,
    is a sentence for the reader and not an error page.
    """
    return _done(request, action, done, partial(messages.success, request), arguments)


def do_sending(request, action, done, *, now, **arguments):
    """The same with an action after which mail goes out: where all mail is paused, that is told as well."""
    return _done(request, action, done, partial(tell_sent, request, now=now), {"now": now} | arguments)


def _done(request, action, done, tell, arguments):
    try:
        result = action(by=request.member, **arguments)
    except AlreadyDone as error:
        messages.info(request, str(error))
        return None
    except Refused as error:
        messages.warning(request, str(error))
        return None
    tell(done(result) if callable(done) else done)
    return result


def gone_and_left(result):
    """“12 messages go out again. 3 stay as they are: …” for what was queued and what was not."""
    gone, left = result
    went = {0: "None goes out again.", 1: "1 message goes out again."}.get(gone, f"{gone:,} messages go out again.")
    if not left:
        return went
    stay = "1 stays as it is: it is" if left == 1 else f"{left:,} stay as they are: they are"
    return f"{went} {stay} too late by now, or nobody can take mail there."


def taken_again(result):
    """The same after addresses are no longer counted as refused, where perhaps nothing had failed."""
    return gone_and_left(result) if any(result) else "Mail goes there again."


def tried_again(rests):
    """What tells how many messages are tried again, and when; `rests` says until when mail rests, or nothing."""
    when = f"as soon as mail goes out. {rests}." if rests else "within a minute."
    return counted(f"It is tried again {when}", f"{{}} messages are tried again {when}")


def not_paused(rests):
    """What becomes of mail that is not paused any more; it may rest all the same."""
    return f"The mail is not paused any more. {rests}." if rests else "The mail goes out again."


def counted(one, many):
    """What tells a number: `one` as it is, `many` with the number put in."""
    return lambda number: one if number == 1 else many.format(f"{number:,}")
