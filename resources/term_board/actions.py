"""What a librarian does on the board itself: moves a topic on, and has seen all that are new."""

from collab.errors import AlreadyDone, Refused
from resources.models import TopicRequest
from resources.moves import move_all
from resources.topics.actions import move_request
from resources.topics.moves import MOVES

State = TopicRequest.State

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
