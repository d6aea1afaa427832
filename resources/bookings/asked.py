"""What an address or a form of a loan names: the topic request, and the days it begins with."""

from datetime import date

from collab import asked
from resources.bookings.days import Span
from resources.models import TopicRequest


def topic_request_in(request):
    """The TopicRequest that is named as `request`, of the member's school; None for none."""
    key = asked.key(request.POST.get("request") or request.GET.get("request"))
    requests = TopicRequest.objects.visible_to(request.member).select_related("term", "teacher", "school")
    return requests.filter(pk=key).first() if key else None


def span_in(query):
    """The Span from `from` to `until`, or None where these are no days in order."""
    first, last = day(query.get("from")), day(query.get("until"))
    return Span(first, last) if first and last and first <= last else None


def day(text):
    """A date as 2026-11-18, or None."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
