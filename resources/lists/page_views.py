"""The page of a list: read by every colleague, worked on by owner, curators and librarians."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab import asked
from collab.access import member
from collab.addresses import address
from resources.lists import actions
from resources.lists.access import do, list_to_read, list_to_work_on
from resources.lists.page import ADDS, Adding, page_of
from resources.lists.publishing.addresses import public_address
from resources.models import TopicRequest

KINDS = {kind for kind, _ in ADDS}


@require_safe
@member()
def resource_list(request, school_slug, list_id):
    """The list; `?add=` opens what is added, `?q=` looks for titles, `?topics=` for topic requests."""
    found = list_to_read(request, list_id)
    kind, query = request.GET.get("add"), request.GET
    adding = Adding(kind=kind if kind in KINDS else "link", q=asked.words(query.get("q")), is_open=kind in KINDS)
    topics_asked = asked.words(query.get("topics")) if "topics" in query else None
    return show(
        request,
        found,
        adding,
        topics_asked=topics_asked,
        added=asked.key(query.get("added")),
        removed=asked.key(query.get("removed")),
    )


def show(request, found, adding, *, status=200, **more):
    """The page of a list, with what is being added to it."""
    context = page_of(found, reader=request.member, adding=adding, **more)
    context["public_address"] = public_address(request, found)
    return render(request, "resources/lists/list.html", context, status=status)


@require_POST
@member()
def resource_list_attach(request, school_slug, list_id):
    """The list stands behind one more topic request."""
    found = list_to_work_on(request, list_id)
    wanted = _request_named(request)
    done = f"The list stands behind “{wanted}” now."
    about = {"topic_request": wanted, "by": request.member, "now": timezone.now()}
    do(request, actions.attach_request, done, resource_list=found, **about)
    return back_to(found, "topics")


@require_POST
@member()
def resource_list_detach(request, school_slug, list_id):
    """The list does not stand behind a topic request any more."""
    found = list_to_work_on(request, list_id)
    wanted = _request_named(request)
    done = f"The list no longer stands behind “{wanted}”."
    about = {"topic_request": wanted, "by": request.member, "now": timezone.now()}
    do(request, actions.detach_request, done, resource_list=found, **about)
    return back_to(found, "topics")


def _request_named(request):
    requests = TopicRequest.objects.visible_to(request.member)
    return get_object_or_404(requests, pk=asked.key(request.POST.get("request")))


def back_to(found, anchor="", query=""):
    """A redirect to a place on the page of a list."""
    page = address("resource_list", school_slug=found.school.slug, list_id=found.pk)
    return HttpResponseRedirect(f"{page}{query}{'#' if anchor else ''}{anchor}")
