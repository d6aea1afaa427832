"""What a link of a call opens: one teacher's answer for one term, and the ways to give it."""

from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab.errors import AlreadyDone, Refused
from outreach.calls import too_late
from outreach.calls.answer_pages import back, by_link, by_post, done, of_the_teacher, page, show, until_it_begins, whose
from outreach.calls.handing_on import HandOnForm, hand_on, take_back
from resources.topics import actions
from resources.topics.again import say_again
from resources.topics.queries import said_in
from resources.topics.several import Several
from resources.topics.terms import a_year_before


@by_link
@require_safe
def answer(request, place):
    """What is said so far, and what could be said."""
    return show(place)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
@until_it_begins(typed=too_late.topics)
def answer_topics(request, place):
    """The form of topics, as it was opened, as it grows, as it was sent; kept as a whole or not at all."""
    sent = request.POST if request.method == "POST" else None
    asking = Several(sent, member=place.by, teacher=place.teacher, term=place.term)
    if not asking.is_sent:
        return page("answer_topics", place=place, asking=asking)
    if not asking.is_valid():
        return page("answer_topics", place=place, asking=asking, status=422)
    try:
        actions.ask_topics(**whose(place), topics=asking.topics)
    except AlreadyDone:
        return back(place)  # Sent twice: the answer shows what the library has.
    except Refused as refusal:
        asking.refuse(refusal)
        return page("answer_topics", place=place, asking=asking, status=409)
    return back(place)


@by_link
@by_post
@until_it_begins
def answer_again(request, place):
    """One of last year's topics or several, as they were."""
    before, chosen = a_year_before(place.term), request.POST.getlist("topic")
    requests = [one for one in said_in(place.teacher, before) if str(one.pk) in chosen] if before else []
    return done(place, lambda: say_again(**whose(place), requests=requests))


@by_link
@by_post
@until_it_begins
def answer_nothing(request, place):
    """There is nothing this time."""
    return done(place, lambda: actions.say_nothing(**whose(place)))


@by_link
@by_post
@until_it_begins
def answer_nothing_take_back(request, place):
    """Takes back “nothing this time”."""
    return done(place, lambda: actions.take_back_nothing(teacher=place.teacher, term=place.term))


@by_link
@by_post
@until_it_begins(typed=too_late.colleague)
@of_the_teacher
def answer_hand_on(request, place):
    """Lets a colleague answer for the teacher."""
    form = HandOnForm(request.POST, teacher=place.teacher)
    if not form.is_valid():
        return show(place, handing=form, status=422)
    try:
        hand_on(invitation=place.invitation, to=form.cleaned_data["colleague"], now=timezone.now())
    except AlreadyDone:
        return back(place)
    except Refused as refusal:
        form.add_error("colleague", str(refusal))
        return show(place, handing=form, status=409)
    return back(place)


@by_link
@by_post
@until_it_begins
@of_the_teacher
def answer_hand_back(request, place):
    """Ends the colleague's link."""
    return done(place, lambda: take_back(invitation=place.invitation))
