"""The two questions on which advice is asked, as data: would it be used, and may it go?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Model

from resources.models import Advice, PurchaseSuggestion, WeedingProposal

Answer = Advice.Answer
ICONS = {Answer.YES: "hand-thumbs-up", Answer.NO: "hand-thumbs-down", Answer.UNSURE: "question-circle"}


@dataclass(frozen=True)
class Question:
    """One question. `key` is the field in `Advice` of what it is about, `place` what the page of that is called.

    `answers`: answer → the words on its button. `facts` says of a thing what helps to answer, as a list of short texts.
    """

    key: str
    model: type[Model]
    place: str
    words: str
    answers: Mapping
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


WOULD_IT_BE_USED = Question(
    key="purchase",
    model=PurchaseSuggestion,
    place="The suggestion",
    words="Would it be used?",
    answers={Answer.YES: "Yes, it would", Answer.NO: "No", Answer.UNSURE: "Not sure"},
    facts=_of_purchase,
)
MAY_IT_GO = Question(
    key="weeding",
    model=WeedingProposal,
    place="The proposal",
    words="May this go?",
    answers={Answer.YES: "Yes, it may go", Answer.NO: "No, keep it", Answer.UNSURE: "Not sure"},
    facts=_of_weeding,
)
QUESTIONS = {question.key: question for question in (WOULD_IT_BE_USED, MAY_IT_GO)}


def question_of(thing):
    """The Question that is asked about a suggestion or a proposal."""
    return QUESTIONS[thing.THREAD]
