"""Suggestions, advice and topic requests of Hill School, made as its people make them."""

from datetime import timedelta

from resources.advice.actions import ask_advice, give_advice
from resources.models import Advice, PurchaseMove, PurchaseSuggestion, Resource, TopicRequest
from resources.purchases.actions import move_purchase, suggest_purchase
from resources.purchases.arrival import put_on_the_shelf
from resources.weeding.actions import propose_weeding
from tests.cast import NOW, TODAY

NEW_TITLE = {"kind": "book", "title": "Rivers of the World"} | dict.fromkeys(
    ("creator", "isbn", "link", "call_number", "location"), ""
)
STEPS = {
    "asked": (),
    "advised": ("advised",),
    "accepted": ("accepted",),
    "ordered": ("accepted", "ordered"),
    "available": ("accepted", "ordered", "available"),
    "declined": ("declined",),
}


def topic(hill, name="Rivers", *, teacher=None, term=None):
    """A topic request of Ben in this term."""
    return TopicRequest.objects.create(
        school=hill.school,
        term=term or hill.term,
        teacher=teacher or hill.ben,
        topic=name,
        department=hill.humanities,
        created_at=NOW,
        created_by=teacher or hill.ben,
    )


def title(hill, name="Rivers of the World", **about):
    """A title of the catalogue."""
    made = {"created_at": NOW, "created_by": hill.ada, "added_on": TODAY}
    return Resource.objects.create(school=hill.school, title=name, **made | about)


def suggest(hill, name="Rivers of the World", *, by=None, now=NOW, **about):
    """A suggestion of Ben's department, by Ben."""
    values = {
        "title": name,
        "creator": "",
        "isbn": "",
        "link": "",
        "why": "",
        "quantity": 1,
        "price": None,
        "department": hill.humanities,
        "request": None,
    }
    return suggest_purchase(values=values | about, by=by or hill.ben, now=now)


def propose(hill, resource=None, *, why="Out of date", now=NOW, **about):
    """Ada proposes to let a title of Hugo's department go."""
    values = {"why": why, "department": hill.humanities} | about
    return propose_weeding(resource=resource or title(hill), **values, by=hill.ada, now=now)


def ask(hill, thing, of=None, *, now=NOW):
    """Ada asks Hugo."""
    return ask_advice(thing=thing, of=of or hill.hugo, by=hill.ada, now=now)


def say(advice, answer="yes", line="", *, by=None, now=NOW + timedelta(minutes=5)):
    """Whoever is asked gives an answer."""
    give_advice(advice=advice, answer=answer, line=line, by=by or advice.asked_of, now=now)
    return Advice.objects.get(pk=advice.pk)


def bring_to(hill, purchase, state, *, now=NOW):
    """Moves a suggestion on, step by step from where it stands, until it is in a state."""
    steps = STEPS[state]
    for to in steps[steps.index(purchase.state) + 1 if purchase.state in steps else 0 :]:
        if to == "advised":
            say(ask(hill, purchase, now=now), now=now)
        elif to == "available":
            put_on_the_shelf(purchase=purchase, resource=None, values=NEW_TITLE, barcodes=[], by=hill.ada, now=now)
        else:
            move_purchase(purchase=purchase, to=to, why="Too dear", by=hill.ada, now=now)
        purchase = PurchaseSuggestion.objects.get(pk=purchase.pk)
    return purchase


def moves_of(purchase):
    """Each move as (before, after, by, why)."""
    return [(one.was, one.became, one.by, one.why) for one in PurchaseMove.objects.filter(of=purchase)]
