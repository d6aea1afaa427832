"""Named reads of topic requests: what one teacher said, who has said something, one request with its story."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import Http404

from collab.models import Member, Role, Term
from resources.behind.things import things_behind
from resources.models import NothingThisTime, TopicRequest, TopicRequestMove
from resources.topics.terms import A_YEAR

MOST_SHOWN = 200


@dataclass
class TermSaid:
    """What a teacher said for one term: requests with `things` behind them, or that there is nothing this time.

    `has_more`: the list ends within this term.
    """

    term: Term
    nothing: NothingThisTime | None = None
    requests: list = field(default_factory=list)
    has_more: bool = False

    @property
    def stands(self):
        """Whether there is a topic that was neither declined nor withdrawn."""
        return any(
            one.state not in (TopicRequest.State.DECLINED, TopicRequest.State.WITHDRAWN) for one in self.requests
        )


def teachers_of(member):
    """Whom a librarian may say topics for: the active teachers of the school, by name."""
    return Member.objects.visible_to(member).active().with_role(Role.TEACHER).order_by("name", "pk")


def said_in(teacher, term):
    """The topics that a teacher said for a term and did not withdraw, with their classes, in the order of the weeks."""
    requests = TopicRequest.objects.of(teacher).in_term(term).exclude(state=TopicRequest.State.WITHDRAWN)
    return list(requests.prefetch_related("year_levels", "classes"))


def said_by(teacher, *, terms, reader, today):
    """What a teacher said: list of `TermSaid` for `terms` (to come), and one for each earlier term of the last year.

    Four queries, however much it is; where it is more than `MOST_SHOWN` topics, the last term says that it has more.
    """
    since = today - A_YEAR * 1.25
    requests = with_names(TopicRequest.objects.visible_to(reader).of(teacher).filter(term__ends_on__gte=since))
    found = list(requests.order_by("-term__starts_on", "first_week", "topic", "pk")[: MOST_SHOWN + 1])
    behind = things_behind([one.pk for one in found], reader=reader)
    coming = {term.pk: TermSaid(term) for term in terms}
    earlier = {}
    for nothing in NothingThisTime.objects.visible_to(reader).filter(teacher=teacher, term__ends_on__gte=since):
        if nothing.term_id in coming:
            coming[nothing.term_id].nothing = nothing
    for one in found[:MOST_SHOWN]:
        one.things = behind.get(one.pk, [])
        said = coming.get(one.term_id) or earlier.setdefault(one.term_id, TermSaid(one.term))
        said.requests.append(one)
        said.has_more = len(found) > MOST_SHOWN and one is found[MOST_SHOWN - 1]
    return list(coming.values()), list(earlier.values())


def with_names(requests):
    """Adds the names of year levels and classes, and the last move: when it was, and whose."""
    levels = TopicRequest.year_levels.through.objects.filter(topicrequest=OuterRef("pk"))
    classes = TopicRequest.classes.through.objects.filter(topicrequest=OuterRef("pk"))
    last = TopicRequestMove.objects.filter(of=OuterRef("pk")).order_by("-at", "-pk")
    return requests.select_related("term", "subject").annotate(
        level_names=ArraySubquery(levels.order_by("yearlevel__position").values("yearlevel__name")),
        class_names=ArraySubquery(classes.order_by("classgroup__name").values("classgroup__name")),
        moved_at=Subquery(last.values("at")[:1]),
        moved_by=Subquery(last.values("by__name")[:1]),
        moved_why=Subquery(last.values("why")[:1]),
    )


def who_has_said(*, member, term):
    """Each teacher of the school with `topics` (how many for the term) and `has_nothing`, by name. One query."""
    said = Q(topic_requests__term=term) & ~Q(topic_requests__state=TopicRequest.State.WITHDRAWN)
    nothing = NothingThisTime.objects.filter(teacher=OuterRef("pk"), term=term)
    teachers = teachers_of(member).annotate(topics=Count("topic_requests", filter=said), has_nothing=Exists(nothing))
    return list(teachers.values("pk", "name", "topics", "has_nothing"))


def request_or_404(member, request_id):
    """One request with its people, its names and its last move."""
    requests = with_names(TopicRequest.objects.visible_to(member).filter(pk=request_id))
    people = ("teacher", "department", "subject__department", "created_by", "changed_by", "copied_from__term")
    found = requests.select_related("term", *people).first()
    if found is None:
        raise Http404
    found.school = member.school
    return found


def story_of(topic_request):
    """The moves of a request, the latest first, each with who made it."""
    moves = list(topic_request.moves.select_related("by").order_by("-at", "-pk"))
    for move in moves:
        move.became_in_words = TopicRequest.State(move.became).label
    return moves
