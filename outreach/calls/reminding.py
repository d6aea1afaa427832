"""Reminding those who have not answered: twice at most, by themselves at their distances, and by hand."""

from django.db.models import F, Q

from outreach.calls.answers import last_year, unanswered
from outreach.calls.days import A_DAY, start_of
from outreach.calls.letters import Letters
from outreach.calls.posted import with_arrivals
from outreach.models import CallInvitation, Message
from outreach.outbox.posting import can_be_written_to, message_to, post, that_take_mail

MOST = 2


def to_remind(call):
    """The invitations without an answer whose reader can be reminded once more, by a link that works."""
    places = unanswered(call).filter(teacher__deactivated_at__isnull=True, revoked_at__isnull=True, reminders__lt=MOST)
    return places.exclude(_reader_has_no_address())


def _reader_has_no_address():
    return Q(teacher__email="", handed_to__isnull=True) | Q(handed_to__email="")


def due(call, season, now):
    """Those whose next reminder goes out by itself by now.

    Each comes so many days after the person's own invitation as the rules say, and keeps its distance from the letter
    before it, which may have gone out late or by hand. Days are counted from when letters went out: mail that was
    paused brings no letter together with its reminder.
    """
    is_due, before = Q(pk__in=()), 0
    for number, days in enumerate(season.rules.reminders[:MOST]):
        asked, apart = _days_ago(days, season.school, now), _days_ago(max(days - before, 1), season.school, now)
        is_early_enough = Q(reminders=number, invited_at__lt=asked)  # Most are told apart by this, which costs least.
        is_due |= is_early_enough & Q(asked_at__lt=asked, written_at__lt=apart)
        before = days
    return with_arrivals(to_remind(call), call).filter(is_due, is_waiting=False)


def _days_ago(days, school, now):
    """The end of the day that lies so many days before today."""
    return start_of(school.day_of(now) - A_DAY * (days - 1), school)


def by_hand(call, now):
    """Those whom a person may remind now: whom no letter of the call has reached today, or is about to reach."""
    today = _days_ago(1, call.school, now)
    return with_arrivals(to_remind(call), call).filter(invited_at__lt=today, written_at__lt=today, is_waiting=False)


def number_by_hand(call, now):
    """How many a reminder by hand reaches now, and how many of those whom it is for have an address that is refused."""
    readers = [_reader(place) for place in _that_can_be_written_to(by_hand(call, now))]
    number = len(that_take_mail(readers))
    return number, len(readers) - number


def _that_can_be_written_to(places):
    places = places.select_related("teacher", "handed_to").order_by("pk")
    return [place for place in places if can_be_written_to(_reader(place))]


def remind(*, call, season, places, by, now):
    """Reminds the readers of these invitations, and counts it. Returns how many go out. The school is locked."""
    places = _that_can_be_written_to(places)
    if not places:
        return 0
    CallInvitation.objects.filter(pk__in=[place.pk for place in places]).update(
        reminders=F("reminders") + 1, reminded_at=now
    )
    letters = Letters(call, season.rules)
    topics = last_year(call.term, [place.teacher_id for place in places])
    return post(
        [
            message_to(
                _reader(place),
                kind=Message.Kind.REMINDER,
                key=f"call_reminder:{call.term_id}:{place.teacher_id}:{place.reminders + 1}",
                letter=_letter(letters, place, topics.get(place.teacher_id, [])),
                links={"answer": f"{place.pk}-{_nonce(place)}"},
                now=now,
                not_after=season.until,
                caused_by=by,
            )
            for place in places
        ],
        now=now,
    )


def _is_handed_on(place):
    return place.handed_to is not None and place.handed_to.is_active and bool(place.handed_nonce)


def _reader(place):
    """Who is reminded: the teacher, or the colleague whom the teacher asked to answer."""
    return place.handed_to if _is_handed_on(place) else place.teacher


def _nonce(place):
    return place.handed_nonce if _is_handed_on(place) else place.nonce


def _letter(letters, place, topics):
    if _is_handed_on(place):
        return letters.handed_on(colleague=place.handed_to, teacher=place.teacher, last_year=topics)
    return letters.reminder(teacher=place.teacher, last_year=topics)
