"""What a librarian does on the board itself: moves a topic on, and has seen all that are new."""

from collab.errors import AlreadyDone, Refused
from resources.models import TopicRequest
from resources.moves import move_all
from resources.term_board.seen import is_right_after, left_by
from resources.topics.actions import move_request
from resources.topics.moves import MOVES

State = TopicRequest.State

CORRECTIONS = {State.SEEN: (State.ASKED,)}  # What undoes a press by mistake; it is no way that is offered.
ONWARD = (State.SEEN, State.PREPARING, State.READY, State.DONE)


def move_on(*, topic_request, to, by, now, was=None):
    """Moves a topic on from the board; declining it wants a reason, and is done on its own page. Raises `Refused`.

    `was`: the state that stood on the board. Where somebody moved the topic since, nothing is done.
    """
    if to not in ONWARD:
        raise Refused(f"Choose where “{topic_request}” stands now.")
    topic_request.state = was or topic_request.state
    move_request(topic_request=topic_request, to=to, by=by, now=now)


def see_all(*, requests, by, now):
    """Marks as seen what of these requests is new, each with its move on record. Returns how many.

    Raises `AlreadyDone` where none is.
    """
    number = move_all(requests, State.SEEN, was=State.ASKED, table=MOVES, by=by, now=now)
    if not number:
        raise AlreadyDone("They are marked as seen already.")
    return number


def undo_seeing(*, press, by, now):
    """Makes new again what one press (a move of it, or None) marked as seen. Returns how many.

    What somebody has gone on with since stays as it is. Raises `AlreadyDone` where nothing is left, and `Refused`.
    """
    if press is not None and not is_right_after(press, now):
        raise Refused("That was more than an hour ago. What has come of it since stays as it is.")
    number = press and move_all(left_by(press), State.ASKED, was=State.SEEN, table=CORRECTIONS, by=by, now=now)
    if not number:
        raise AlreadyDone("That is undone already, or somebody has gone on with all of them.")
    return number
