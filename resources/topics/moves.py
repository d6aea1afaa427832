"""From “asked” to “done”: which state of a topic request may follow which, and whose move that is."""

from resources.models import TopicRequest

State = TopicRequest.State

MOVES = {
    State.ASKED: (State.SEEN, State.PREPARING, State.READY, State.DECLINED, State.WITHDRAWN),
    State.SEEN: (State.PREPARING, State.READY, State.DECLINED, State.WITHDRAWN),
    State.PREPARING: (State.SEEN, State.READY, State.DECLINED, State.WITHDRAWN),
    State.READY: (State.PREPARING, State.DONE, State.WITHDRAWN),
    State.DONE: (State.READY,),
    State.DECLINED: (State.SEEN, State.WITHDRAWN),
    State.WITHDRAWN: (State.ASKED,),
}

OF_THE_TEACHER = (State.WITHDRAWN, State.ASKED)

STILL_OPEN = (State.ASKED, State.SEEN, State.PREPARING, State.READY)
