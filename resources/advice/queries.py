"""Reads: what a member may see of advice, what waits for them, and whom one may ask."""

from django.db.models import Q

from collab.models import Member
from resources.advice.questions import QUESTIONS
from resources.models import Advice
from resources.models.suggestions import UNDECIDED


def advice_seen_by(member):
    """Advice about what a member may see, with all that its page shows."""
    seen = Q()
    for question in QUESTIONS.values():
        seen |= Q(**{f"{question.key}__in": question.model.objects.visible_to(member)})
    return Advice.objects.filter(seen).select_related(
        "asked_of",
        "asked_by",
        "answered_by",
        "purchase__school",
        "purchase__created_by",
        "purchase__department",
        "purchase__request__teacher",
        "weeding__school",
        "weeding__resource",
        "weeding__created_by",
        "weeding__department",
    )


def advice_waiting(member):
    """What a member is asked and has not answered, as long as it is not decided; the oldest question first."""
    return open_advice(member).select_related("asked_by", "purchase", "weeding__resource")


def open_advice(member):
    """Questions to a member that are neither answered nor overtaken."""
    undecided = Q()
    for key in QUESTIONS:
        undecided |= Q(**{f"{key}__state__in": UNDECIDED})
    return Advice.objects.filter(undecided, asked_of=member, answer="").order_by("asked_at", "pk")


def people_to_ask(thing):
    """Active colleagues who neither suggested it nor are asked already."""
    asked = thing.advice.values("asked_of")
    return Member.objects.active().filter(school=thing.school_id).exclude(pk=thing.created_by_id).exclude(pk__in=asked)
