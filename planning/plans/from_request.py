"""Starting a plan from a topic request: what the teacher has said already is filled in."""

from datetime import timedelta

from collab import asked
from resources.models import TopicRequest

FRIDAY = 4  # as `date.weekday` counts


def named_in(request):
    """The TopicRequest that an address or a form names as `request`, with what it says loaded; None for none."""
    key = asked.key(request.POST.get("request") or request.GET.get("request"))
    if key is None:
        return None
    requests = TopicRequest.objects.visible_to(request.member).select_related("term", "teacher", "subject")
    return requests.filter(pk=key).first()


def said_in(topic_request, term):
    """What a plan takes over: fields of its head → values. The weeks only count in the term that they were said for."""
    about = {
        "topic_request": topic_request,
        "subject": topic_request.subject,
        "department_id": topic_request.department_id,
        "students": topic_request.students,
        "year_levels": list(topic_request.year_levels.all()),
        "classes": list(topic_request.classes.all()),
    }
    if term == topic_request.term:
        about |= days_of(topic_request)
    return about


def days_of(topic_request):
    """The first and the last school day of the weeks of a request, as far as its term has them."""
    weeks = {number: (first, last) for number, first, last in topic_request.term.weeks()}
    first, last = weeks.get(topic_request.first_week), weeks.get(topic_request.last_week)
    days = {"starts_on": first[0]} if first else {}
    if last:
        weekend = max(last[1].weekday() - FRIDAY, 0)
        days["ends_on"] = max(last[1] - timedelta(days=weekend), last[0])
    return days
