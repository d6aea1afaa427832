"""How topic requests are shown: what each says in words, the look of its state, and the words of its moves."""

from dataclasses import dataclass

from collab.addresses import address
from collab.when import clock, dates
from resources.models import Help, TopicRequest
from resources.topics.permissions import moves_open_to

State = TopicRequest.State

LOOKS = {
    State.ASKED: ("plain", "chat-quote"),
    State.SEEN: ("plain", "eye"),
    State.PREPARING: ("accent", "boxes"),
    State.READY: ("good", "check-circle"),
    State.DONE: ("good", "check2-all"),
    State.DECLINED: ("error", "x-circle"),
    State.WITHDRAWN: ("plain", "arrow-return-left"),
}
MOVES_IN_WORDS = {
    State.ASKED: "Ask again",
    State.SEEN: "Seen",
    State.PREPARING: "We are preparing it",
    State.READY: "It is ready",
    State.DONE: "It is done",
    State.DECLINED: "Decline",
    State.WITHDRAWN: "Withdraw",
}
WAYS_BACK = {
    (State.PREPARING, State.SEEN): "Back to seen",
    (State.READY, State.PREPARING): "Back to preparing",
    (State.DONE, State.READY): "Back to ready",
    (State.DECLINED, State.SEEN): "Open it again",
}
ONWARD = (State.SEEN, State.PREPARING, State.READY, State.DONE)


@dataclass(frozen=True)
class Card:
    """One request in a list: `about` is who and when it is for, `moved` who moved it last and when."""

    pk: int
    topic: str
    url: str
    state: str
    tone: str
    icon: str
    about: str
    moved: str
    why: str
    things: list
    is_over: bool


@dataclass(frozen=True)
class Way:
    """A move that somebody may make: where it leads, its words, its icon, and whether it is a step forward."""

    to: str
    words: str
    icon: str
    is_onward: bool


def card_of(topic_request, *, slug, now):
    """A request that was read `with_names`, with its `things`."""
    tone, icon = LOOKS[topic_request.state]
    is_over = topic_request.state in (State.DECLINED, State.WITHDRAWN)
    return Card(
        pk=topic_request.pk,
        topic=topic_request.topic,
        url=address("topic_request", school_slug=slug, request_id=topic_request.pk),
        state=topic_request.get_state_display(),
        tone=tone,
        icon=icon,
        about=" · ".join(about_of(topic_request)),
        moved=f"{topic_request.moved_by}, {clock(topic_request.moved_at, now)}" if topic_request.moved_by else "",
        why=topic_request.moved_why or "" if is_over else "",
        things=topic_request.things,
        is_over=is_over,
    )


def about_of(topic_request):
    """Subject, classes (or else year levels) and weeks in words; what was not said is left out."""
    subject = topic_request.subject.name if topic_request.subject else ""
    who = ", ".join(topic_request.class_names or topic_request.level_names)
    return [text for text in (subject, who, weeks_in_words(topic_request)) if text]


def weeks_in_words(topic_request):
    """“Weeks 3–5”, “Week 3”; empty where it is not settled."""
    first, last = topic_request.first_week, topic_request.last_week
    if not first:
        return ""
    return f"Week {first}" if first == last else f"Weeks {first}–{last}"


def facts_of(topic_request):
    """(label, text) for all that a request says; what was not said is left out."""
    when = weeks_in_words(topic_request)
    if when:
        days = {number: (first, last) for number, first, last in topic_request.term.weeks()}
        first, last = days.get(topic_request.first_week), days.get(topic_request.last_week)
        when = f"{when} ({dates(first[0], last[1])})" if first and last else when
    ages = _ages(topic_request.reads_from, topic_request.reads_to)
    facts = (
        ("Teacher", topic_request.teacher.name),
        ("Term", str(topic_request.term)),
        ("Weeks", when),
        ("Subject", topic_request.subject and topic_request.subject.name),
        ("Department", topic_request.department and topic_request.department.name),
        ("Year levels", ", ".join(topic_request.level_names)),
        ("Classes", ", ".join(topic_request.class_names)),
        ("Students", topic_request.students),
        ("Reads like age", ages),
        ("Help wanted", ", ".join(label for one, label in Help.choices if one in topic_request.help_wanted)),
    )
    return [(label, text) for label, text in facts if text]


def _ages(youngest, oldest):
    if youngest and oldest:
        return str(youngest) if youngest == oldest else f"{youngest} to {oldest}"
    return f"from {youngest}" if youngest else f"up to {oldest}" if oldest else ""


def ways_of(member, topic_request, *, is_begun=False, asks_first=False):
    """The `Way`s on from here that are the member's to choose: forward first, then back, and giving up last.

    A refusal has a form of its own, since it needs a reason, and so has withdrawing where it `asks_first`. What is
    begun already goes on by saying that it is being prepared.
    """
    elsewhere = (State.DECLINED, State.WITHDRAWN) if asks_first else (State.DECLINED,)
    next_one = State.PREPARING if is_begun else None
    was = State(topic_request.state)
    ways = [
        Way(
            to=to.value,
            words=WAYS_BACK.get((was, to), MOVES_IN_WORDS[to]),
            icon=LOOKS[to][1],
            is_onward=to in ONWARD and (was, to) not in WAYS_BACK,
        )
        for to in moves_open_to(member, topic_request)
        if to not in elsewhere
    ]
    return sorted(ways, key=lambda way: (not way.is_onward, way.to == State.WITHDRAWN, way.to != next_one))
