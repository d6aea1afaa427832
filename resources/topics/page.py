"""The page “Your topics”: the teacher's own terms, and for librarians whom they may say it for."""

from dataclasses import dataclass, field

from collab.models import Term
from collab.when import dates
from resources.topics import queries
from resources.topics.permissions import may_ask_topics
from resources.topics.showing import card_of
from resources.topics.terms import next_is_missing, term_to_ask_for, terms_to_ask_for


@dataclass(frozen=True)
class TermShown:
    """One term of a teacher: the cards of its topics, or that there is nothing this time (`nothing`, who and when)."""

    term: Term
    cards: list
    nothing: object
    is_asked: bool
    may_say_nothing: bool
    has_more: bool

    @property
    def dates(self):
        """When the term is."""
        return dates(self.term.starts_on, self.term.ends_on)

    @property
    def summary(self):
        """The term with the number of its topics: “Term 2, 2026: 3 topics”, or “3 topics and more”."""
        number = len(self.cards)
        return f"{self.term}: {number} topic{'' if number == 1 else 's'}{' and more' if self.has_more else ''}"


@dataclass(frozen=True)
class Page:
    """All that the template shows. `people` are the teachers by what they have said for the term at hand."""

    term: Term | None
    next_is_missing: bool = False
    coming: list = field(default_factory=list)
    earlier: list = field(default_factory=list)
    known: str = ""
    may_ask: bool = False
    missing: list = field(default_factory=list)
    answered: list = field(default_factory=list)

    @property
    def may_begin(self):
        """Whether the head has the button; where nothing is said yet, it stands there."""
        return any(said.is_asked for said in self.coming) and not self.coming[0].may_say_nothing

    @property
    def most_shown(self):
        """How many topics are shown, where there are more; else 0."""
        return queries.MOST_SHOWN if any(said.has_more for said in (*self.coming, *self.earlier)) else 0

    @property
    def people(self):
        """How many teachers there are."""
        return len(self.missing) + len(self.answered)

    @property
    def missing_in_words(self):
        return f"Not heard from yet: {len(self.missing)}"


def page_of(member, *, now):
    """The `Page` of one member."""
    today = member.school.day_of(now)
    terms = terms_to_ask_for(member, today)
    term = term_to_ask_for(terms, today)
    mine = _mine(member, term, terms, now) if may_ask_topics(member) else {}
    people = queries.who_has_said(member=member, term=term) if member.is_librarian and term else []
    return Page(
        term=term,
        next_is_missing=member.is_librarian and next_is_missing(terms, today),
        may_ask=may_ask_topics(member),
        missing=[one for one in people if not one["topics"] and not one["has_nothing"]],
        answered=[one for one in people if one["topics"] or one["has_nothing"]],
        **mine,
    )


def _mine(member, term, terms, now):
    """What the member will teach, the term that is asked about first; a librarian may have taken topics over."""
    coming, earlier = queries.said_by(member, terms=terms, reader=member, today=member.school.day_of(now))
    coming.sort(key=lambda said: said.term != term)
    shown = [_shown(said, member, now, is_asked=member.is_teacher and said.term == term) for said in coming]
    sendings = (one.sending for said in (*coming, *earlier) for one in said.requests)
    return {
        "coming": [one for one in shown if one.is_asked or one.cards or one.nothing],
        "earlier": [_shown(said, member, now) for said in earlier],
        "known": " ".join(str(sending) for sending in sendings if sending),
    }


def _shown(said, member, now, *, is_asked=False):
    return TermShown(
        term=said.term,
        cards=[card_of(one, slug=member.school.slug, now=now) for one in said.requests],
        nothing=said.nothing,
        is_asked=is_asked,
        may_say_nothing=is_asked and not said.nothing and not said.stands,
        has_more=said.has_more,
    )
