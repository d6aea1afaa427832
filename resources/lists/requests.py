"""The topic requests that a list can be attached to: those of this term and the next."""

from django.db.models import Case, When
from django.utils import timezone

from collab.models import Term
from resources.models import Help, TopicRequest

SHOWN = 8


def requests_to_attach(resource_list, *, reader, words):
    """Requests that will be taught and do not have the list, as words say; first those that want a list of links."""
    terms = Term.objects.visible_to(reader).from_day(timezone.localdate()).values("pk")[:2]
    requests = TopicRequest.objects.visible_to(reader).standing().filter(term__in=terms)
    requests = requests.exclude(lists=resource_list).select_related("term", "teacher").defer("search")
    if words:
        requests = requests.found_by(words)
    wants_list = Case(When(help_wanted__contains=[Help.LINK_LIST], then=0), default=1)
    return list(requests.order_by(wants_list, "term__starts_on", "topic", "pk")[:SHOWN])
