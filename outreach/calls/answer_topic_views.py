"""One topic of an answer: changed, taken back, asked for again."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.changing import Change
from collab.errors import Refused, RowChanged
from outreach.calls import too_late
from outreach.calls.answer_pages import back, by_link, by_post, done, page, until_it_begins
from outreach.calls.answering import topics_of
from resources.topics import actions
from resources.topics.forms import SaidForm, initial_of
from resources.topics.moves import OF_THE_TEACHER, STILL_OPEN
from resources.topics.offers import Offers

CHANGED = "This was changed while you were typing."


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
@until_it_begins(typed=too_late.change)
def answer_change(request, place, request_id):
    """Changes what a topic says."""
    shown = get_object_or_404(topics_of(place), pk=request_id)
    if shown.state not in STILL_OPEN and request.method != "POST":
        return back(place)
    sent = request.POST if request.method == "POST" else None
    form = SaidForm(sent, initial=initial_of(shown), offers=Offers(place.by, place.term, place.teacher))
    change, trouble = Change(request, shown, by=place.by), ""
    if sent is not None and form.is_valid():
        try:
            _change(place, shown, change.version, form.cleaned_data)
        except RowChanged as lost:
            change.lose(form, lost.current)
            change.title = CHANGED  # By whom is nothing that a link tells.
        except Refused as refusal:
            trouble = _said_at_its_field(form, refusal)
        else:
            return back(place)
    status = 409 if change.is_lost or trouble else 422 if form.errors else 200
    return page("answer_change", place=place, shown=shown, form=form, change=change, trouble=trouble, status=status)


@by_link
@by_post
@until_it_begins
def answer_move(request, place, request_id):
    """Takes a topic back, or asks for it again."""
    shown = get_object_or_404(topics_of(place), pk=request_id)
    to = request.POST.get("to")
    if to not in OF_THE_TEACHER:
        raise Http404
    return done(place, lambda: actions.move_request(topic_request=shown, to=to, by=place.by, now=timezone.now()))


def _change(place, shown, version, values):
    actions.change_request(topic_request=shown, version=version, values=values, by=place.by, now=timezone.now())


def _said_at_its_field(form, refusal):
    """Puts a refusal at its field; returns it where there is none."""
    if refusal.field not in form.fields:
        return str(refusal)
    form.add_error(refusal.field, str(refusal))
    return ""
