"""The two questions on which advice is asked, as data: would it be used, and may it go?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Model

from collab.money import in_words
from resources.models import Advice, PurchaseSuggestion, WeedingProposal
from resources.standing import places_of

Answer = Advice.Answer


@dataclass(frozen=True)
class Question:
    """One question. `key` is the field in `Advice` of what it is about, `place` what the page of that is called.

    `answers`: answer → the words on its button. `icons`: answer → the sign beside them, so that a yes to keep and a yes
    to let go do not look alike. `facts` says of a thing what helps to answer, as a list of short texts; `places` where
    it stands now.
    """

    key: str
    model: type[Model]
    place: str
    words: str
    answers: Mapping
    icons: Mapping
    facts: Callable
    places: Callable


def _of_purchase(purchase):
    topic = f"for {purchase.request.topic}, {purchase.request.teacher.name}" if purchase.request else ""
    copies = f"{purchase.quantity} copies" if purchase.quantity > 1 else ""
    price = in_words(purchase.price, purchase.school.country) if purchase.price is not None else ""
    return _said(purchase.creator, purchase.department, topic, copies, f"{price} each" if copies and price else price)


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
    icons={Answer.YES: "hand-thumbs-up", Answer.NO: "hand-thumbs-down", Answer.UNSURE: "question-circle"},
    facts=_of_purchase,
    places=lambda purchase: [],
)
MAY_IT_GO = Question(
    key="weeding",
    model=WeedingProposal,
    place="The proposal",
    words="May this go?",
    answers={Answer.YES: "Yes, it may go", Answer.NO: "No, keep it", Answer.UNSURE: "Not sure"},
    icons={Answer.YES: "recycle", Answer.NO: "bookmark", Answer.UNSURE: "question-circle"},
    facts=_of_weeding,
    places=lambda proposal: places_of(proposal.resource),
)
QUESTIONS = {question.key: question for question in (WOULD_IT_BE_USED, MAY_IT_GO)}


def question_of(thing):
    """The Question that is asked about a suggestion or a proposal."""
    return QUESTIONS[thing.THREAD]
