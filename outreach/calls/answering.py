"""The page behind a link: what is said so far, and what was taught a year ago and can be said again with one tap."""

from dataclasses import dataclass, field

from collab.models import Term
from outreach.calls.invitations import Place
from resources.models import NothingThisTime, TopicRequest
from resources.topics.moves import STILL_OPEN
from resources.topics.queries import with_names
from resources.topics.showing import LOOKS, State, about_of
from resources.topics.terms import a_year_before


@dataclass(frozen=True)
class Topic:
    """One topic in words. `why`: what the library said when it declined."""

    pk: int
    topic: str
    about: str
    state: str
    tone: str
    icon: str
    why: str
    is_open: bool


@dataclass(frozen=True)
class Page:
    """All that the page shows. `again`: what was taught a year `before` and is not said yet."""

    place: Place
    said: list = field(default_factory=list)
    withdrawn: list = field(default_factory=list)
    nothing: NothingThisTime | None = None
    before: Term | None = None
    again: list = field(default_factory=list)
    known: str = ""

    @property
    def is_answered(self):
        return bool(self.said or self.nothing)

    @property
    def stands(self):
        """Whether a topic was said that the library has not declined."""
        return any(one.state != State.DECLINED.label for one in self.said)


def page_of(place):
    """The Page of a Place. Four queries; three where there was no such term a year ago, two once the term has begun."""
    requests = list(with_names(TopicRequest.objects.of(place.teacher).in_term(place.term)))
    before = None if place.has_begun else a_year_before(place.term)
    return Page(
        place=place,
        said=[_topic(one) for one in requests if one.state != State.WITHDRAWN],
        withdrawn=[_topic(one) for one in requests if one.state == State.WITHDRAWN and not place.has_begun],
        nothing=NothingThisTime.objects.filter(teacher=place.teacher, term=place.term).first(),
        before=before,
        again=_again(place, before, {one.copied_from_id for one in requests}) if before else [],
        known=" ".join(str(one.sending) for one in requests if one.sending),
    )


def topics_of(place):
    """The topics that were said in this answer, to be changed or moved."""
    requests = with_names(TopicRequest.objects.of(place.teacher).in_term(place.term))
    return requests.select_related("term", "subject", "teacher")


def _again(place, before, taken):
    requests = TopicRequest.objects.of(place.teacher).in_term(before).standing()
    return [_topic(one) for one in with_names(requests) if one.pk not in taken]


def _topic(topic_request):
    tone, icon = LOOKS[topic_request.state]
    return Topic(
        pk=topic_request.pk,
        topic=topic_request.topic,
        about=" · ".join(about_of(topic_request)),
        state=topic_request.get_state_display(),
        tone=tone,
        icon=icon,
        why=topic_request.moved_why or "" if topic_request.state == State.DECLINED else "",
        is_open=topic_request.state in STILL_OPEN,
    )
