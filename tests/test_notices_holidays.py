"""News over the holidays: it does not age while there is no school, on the desk and in notices alike."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from collab.models import Term
from outreach.desk.pages import desk_of
from outreach.models import Message, Noticed
from outreach.notices.actions import schools_due, send_notices
from outreach.outbox.sending import send_what_waits
from resources.models import TopicRequest
from resources.topics.actions import move_request
from resources.waiting.news import since
from tests.cast import NOW
from tests.test_notices import topic

A_DAY = timedelta(days=1)
SYDNEY = ZoneInfo("Australia/Sydney")
READY = "“Volcanoes” is ready"


@pytest.fixture
def next_year(hill):
    return Term.objects.create(
        school=hill.school, name="Term 1", year="2027", starts_on=date(2027, 1, 27), ends_on=date(2027, 4, 1)
    )


def noon(year, month, day):
    return datetime(year, month, day, 12, tzinfo=SYDNEY)


def ready(hill, at):
    made = topic(hill, hill.ben)
    move_request(topic_request=made, to=TopicRequest.State.READY, by=hill.ada, now=at)


def go_on(hill, first, days):
    """Each day from `first` on, the notices of the day are gathered and sent."""
    for now in (first + number * A_DAY for number in range(days)):
        for school in schools_due(now=now):
            send_notices(school=school, now=now)
        send_what_waits(clock=lambda now=now: now)


def notices(hill):
    """(day, subject) of each notice to Ben that went out."""
    sent = Message.objects.filter(member=hill.ben, state="sent").order_by("pk").values_list("handed_at", "subject")
    return [(hill.school.day_of(at), subject) for at, subject in sent]


def on_desk(hill, at):
    return [item.text for item in desk_of(member=hill.ben, now=at)["items"]]


@pytest.mark.parametrize("on", [(2026, 12, 18), (2027, 1, 5), (2027, 1, 26)], ids=str)
def test_what_gets_ready_in_the_holidays_is_told_on_the_first_school_day(hill, next_year, on):
    ready(hill, noon(*on))
    go_on(hill, noon(2026, 12, 18), 80)
    assert notices(hill) == [(date(2027, 1, 27), READY)]


def test_what_was_told_before_the_holidays_is_not_told_after_them(hill, next_year):
    ready(hill, noon(2026, 12, 15))
    go_on(hill, noon(2026, 12, 15), 60)
    assert notices(hill) == [(date(2026, 12, 15), READY)]


def test_the_notice_of_the_last_day_that_never_went_out_is_told_on_the_first_one(hill, next_year):
    ready(hill, noon(2026, 12, 16))
    send_notices(school=hill.school, now=noon(2026, 12, 17))
    go_on(hill, noon(2026, 12, 18), 60)
    assert notices(hill) == [(date(2027, 1, 27), READY)]
    assert Noticed.objects.count() == 1


def test_the_desk_shows_it_through_the_holidays_and_for_the_first_days_of_the_term(hill, next_year):
    ready(hill, noon(2026, 12, 18))
    days = [noon(2027, 1, 10), noon(2027, 1, 27), noon(2027, 2, 9), noon(2027, 2, 10)]
    assert [READY in on_desk(hill, day) for day in days] == [True, True, True, False]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-11-18", "2026-11-04"),
        ("2026-12-17", "2026-12-03"),
        ("2027-01-10", "2026-12-03"),
        ("2027-01-26", "2026-12-03"),
        ("2027-01-27", "2026-12-04"),
        ("2027-02-09", "2026-12-17"),
        ("2027-02-10", "2027-01-27"),
    ],
)
def test_days_without_school_do_not_count_for_how_long_something_is_news(hill, next_year, on, expected):
    terms = list(Term.objects.filter(school=hill.school))
    assert since(on=date.fromisoformat(on), terms=terms) == date.fromisoformat(expected)


def test_a_half_term_does_not_count_either(hill):
    hill.term.half_term_starts_on, hill.term.half_term_ends_on = date(2026, 10, 26), date(2026, 11, 6)
    assert since(on=date(2026, 11, 10), terms=[hill.term]) == date(2026, 10, 15)


def test_a_school_without_terms_has_news_of_fourteen_days(hill):
    assert since(on=date(2027, 1, 20), terms=[]) == date(2027, 1, 6)


def test_where_the_next_term_was_never_entered_news_ends_all_the_same(hill):
    assert since(on=date(2028, 1, 20), terms=hill.terms) == date(2028, 1, 20) - 134 * A_DAY


def test_what_is_news_is_told_and_shown_for_fourteen_days_within_a_term(hill):
    ready(hill, NOW)
    days = [NOW + 13 * A_DAY, NOW + 15 * A_DAY]
    assert [READY in on_desk(hill, day) for day in days] == [True, False]
