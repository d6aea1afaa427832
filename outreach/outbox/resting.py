"""Until when a school's mail rests, and how that is said."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from outreach.outbox.rules import PAUSED, QUIET, WEEKEND, why_it_rests

WORDS = {PAUSED: "The mail is paused", QUIET: "Quiet hours", WEEKEND: "Weekend"}
STEPS = 8  # From one end of quiet hours or a weekend to the next; three are enough.


def rests_until(rules, now):
    """The first moment from `now` on at which mail goes out; None while a person has paused it."""
    moment = now.astimezone(rules.school.zone)
    for _ in range(STEPS):
        why = why_it_rests(rules, moment)
        if why == PAUSED:
            return None
        if not why:
            break
        moment = _next(moment, time(0) if why == WEEKEND else rules.quiet_until)
    return moment


def why_in_words(rules, now):
    """“Quiet hours, until 06:30”; "" where mail goes out."""
    why = why_it_rests(rules, now)
    if not why or why == PAUSED:
        return WORDS.get(why, "")
    return f"{WORDS[why]}, until {at(rests_until(rules, now), now)}"


def at(moment, now):
    """When something will be: “14:05” today, “Monday 06:30” within a week, “7 Dec, 06:30” after that."""
    moment, now = timezone.localtime(moment), timezone.localtime(now)
    days = (moment.date() - now.date()).days
    if days == 0:
        return f"{moment:%H:%M}"
    return date_format(moment, "l H:i" if 0 < days < 7 else "j M, H:i")


def _next(moment, time_of_day):
    """The next time that a clock which shows the moment shows this time of day."""
    day = moment.date() if moment.time() < time_of_day else moment.date() + timedelta(days=1)
    return datetime.combine(day, time_of_day, tzinfo=moment.tzinfo)
