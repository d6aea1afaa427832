"""The demo's topic calls: that for the term at hand, and that for the next where its days have come."""

from datetime import timedelta

from collab.models import Term
from outreach.calls.season import season_of
from outreach.calls.ticking import see_to
from outreach.demo.delivery import pass_a_day

A_DAY = timedelta(days=1)
A_WHILE = timedelta(minutes=5)


def build(*, school, people, today):
    """Lets the days around the end of each term pass, up to a day."""
    begun = Term.objects.filter(school=school, starts_on__lte=today).order_by("-starts_on")[:1]
    coming = Term.objects.filter(school=school, starts_on__gt=today).order_by("starts_on")[:1]
    for term in (*begun, *coming):
        _let_days_pass(season_of(term), people, today)


def _let_days_pass(season, people, today):
    if season.opens_at is None:
        return
    now = season.opens_at + A_WHILE
    while now < season.until and season.school.day_of(now) <= today:
        pass_a_day(school=season.school, people=people)
        see_to(season.term, now=now)
        now += A_DAY
