"""The two kinds of things that advice is asked about, as data: their question, its answers, their moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Model

from resources.models import Advice, PurchaseSuggestion, WeedingProposal
from resources.purchases import states as purchase_states
from resources.weeding import states as weeding_states

Answer = Advice.Answer
ICONS = {Answer.YES: "hand-thumbs-up", Answer.NO: "hand-thumbs-down", Answer.UNSURE: "question-circle"}


@dataclass(frozen=True)
class Thread:
    """One kind. `key` is its field in `Advice`, `place` what its page is called.

    `answers`: answer → the words on its button. `did`: (state before, state after) → what somebody did, in words; a
    state before that is not named stands as "". `next` is the table of its moves; `undecided` are the states in which
    advice is asked and given. `facts` says of a thing what helps to answer, as a list of short texts.
    """

    key: str
    model: type[Model]
    place: str
    question: str
    answers: Mapping
    did: Mapping
    next: Mapping
    undecided: tuple
    facts: Callable


def _of_purchase(purchase):
    topic = f"for {purchase.request.topic}, {purchase.request.teacher.name}" if purchase.request else ""
    copies = f"{purchase.quantity} copies" if purchase.quantity > 1 else ""
    return _said(purchase.creator, purchase.department, topic, copies)


def _of_weeding(proposal):
    title = proposal.resource
    published = f"published {title.year}" if title.year else ""
    return _said(", ".join(title.creators), published, title.location, title.call_number, proposal.department)


def _said(*facts):
    return [str(fact) for fact in facts if fact]


PURCHASE = Thread(
    key="purchase",
    model=PurchaseSuggestion,
    place="The suggestion",
    question="Would it be used?",
    answers={Answer.YES: "Yes, it would", Answer.NO: "No", Answer.UNSURE: "Not sure"},
    did={
        ("", "asked"): "suggested it",
        ("declined", "asked"): "opened it again",
        ("declined", "advised"): "opened it again",
        ("", "advised"): "gave the first advice",
        ("", "accepted"): "accepted it",
        ("ordered", "accepted"): "took the order back",
        ("", "declined"): "declined it",
        ("", "ordered"): "ordered it",
        ("", "available"): "put it on the shelf",
    },
    next=purchase_states.NEXT,
    undecided=purchase_states.UNDECIDED,
    facts=_of_purchase,
)
WEEDING = Thread(
    key="weeding",
    model=WeedingProposal,
    place="The proposal",
    question="May this go?",
    answers={Answer.YES: "Yes, it may go", Answer.NO: "No, keep it", Answer.UNSURE: "Not sure"},
    did={
        ("", "asked"): "proposed to let it go",
        ("", "advised"): "gave the first advice",
        ("", "gone"): "let it go",
        ("", "kept"): "kept it",
    },
    next=weeding_states.NEXT,
    undecided=weeding_states.UNDECIDED,
    facts=_of_weeding,
)
THREADS = {thread.key: thread for thread in (PURCHASE, WEEDING)}


def thread_of(thing):
    """The Thread of a suggestion or a proposal."""
    return THREADS[thing.THREAD]
