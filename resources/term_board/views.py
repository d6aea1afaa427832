"""The term board: every topic of a term, and what stands behind it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from collab.access import member
from collab.addresses import address
from collab.asked import key, one_of
from collab.downloads import table_response
from collab.errors import Refused
from collab.models import Role, Term
from collab.parts import asks_for_part, page_or_part
from resources.models import TopicRequest
from resources.term_board import pages
from resources.term_board.actions import move_on, see_all, undo_seeing
from resources.term_board.downloads import HEADER, rows_of_topics
from resources.term_board.filters import Asked
from resources.term_board.queries import new_in
from resources.term_board.seen import last_press, press_of, to_undo


@member(Role.LIBRARIAN, Role.LEADER)
@require_safe
def topic_board(request, school_slug):
    """The topics of one term in groups; only the part below the filters when asked for."""
    asked = Asked.read(request.GET)
    is_part = asks_for_part(request)
    context = pages.board(member=request.member, asked=asked, today=timezone.localdate(), with_filters=not is_part)
    if pressed := key(request.GET.get("seen")):
        context["to_undo"] = to_undo(member=request.member, key=pressed, now=timezone.now())
    response = page_or_part(request, "resources/term_board/index", context)
    if is_part:
        push_url(response, f"{request.path}{asked.address()}")
    return response


@member(Role.LIBRARIAN, Role.LEADER)
@require_safe
def topic_board_download(request, school_slug):
    """The same topics as a file: CSV, or XLSX with `?format=xlsx`."""
    rows = rows_of_topics(member=request.member, asked=Asked.read(request.GET), today=timezone.localdate())
    return table_response(request.GET.get("format"), f"topics-{school_slug}", HEADER, rows)


@require_POST
@member(Role.LIBRARIAN)
def topics_seen(request, school_slug):
    """Marks as seen what was asked for a term, up to the last one that stood on the board when it was opened."""
    asked = Asked.read(request.POST)
    term = get_object_or_404(Term.objects.visible_to(request.member), pk=asked.term)
    new = new_in(member=request.member, term=term, newest=key(request.POST.get("newest")))
    try:
        number = see_all(requests=new, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"{number} topic{'s are' if number > 1 else ' is'} marked as seen.")
        return redirect(f"{_board(request, asked)}&seen={last_press(request.member).pk}")
    return redirect(_board(request, asked))


@require_POST
@member(Role.LIBRARIAN)
def topics_unseen(request, school_slug):
    """Makes new again what was marked as seen a moment ago."""
    press = press_of(request.member, key(request.POST.get("seen")))
    try:
        number = undo_seeing(press=press, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"{number} topic{'s are' if number > 1 else ' is'} new again.")
    return redirect(_board(request, Asked.read(request.POST)))


@require_POST
@member(Role.LIBRARIAN)
def topic_board_move(request, school_slug, request_id):
    """Moves one topic on and comes back to its row on the board."""
    topic_request = get_object_or_404(TopicRequest.objects.visible_to(request.member), pk=request_id)
    to, was = request.POST.get("to", ""), one_of(TopicRequest.State, request.GET.get("was"), None)
    try:
        move_on(topic_request=topic_request, to=to, was=was, by=request.member, now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"“{topic_request}” is marked as {topic_request.get_state_display().lower()}.")
    return redirect(f"{_board(request, Asked.read(request.POST))}#topic-{topic_request.pk}")


def _board(request, asked):
    return f"{address('topic_board', school_slug=request.member.school.slug)}{asked.address()}"
