"""Notices that had to wait: one a day comes all the same, what is past is not told, and nothing is lost."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from outreach.models import FailingAddress, MailChoices, MailRules, Message, Noticed, NoticeKind
from outreach.notices.actions import schools_due, send_notices
from outreach.notices.unwanted import notices
from outreach.outbox import actions, holding, many
from outreach.outbox.sending import send_what_waits
from resources.models import TopicRequest
from resources.topics.actions import move_request
from tests.cast import NOW, TODAY
from tests.outbox import never_rests, write
from tests.test_notices import lend, topic

A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
THURSDAY = TODAY + A_DAY
FRIDAY = THURSDAY + A_DAY
Kind, State = Message.Kind, Message.State


def sydney(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo("Australia/Sydney"))


def seen(hill, name, *, now):
    """A topic of Ben's that Ada has seen."""
    made = topic(hill, hill.ben, name)
    move_request(topic_request=made, to=TopicRequest.State.SEEN, by=hill.ada, now=now)


def gather(now):
    for school in schools_due(now=now):
        send_notices(school=school, now=now)


def send(now):
    send_what_waits(clock=lambda: now)


def arrived():
    return [one.subject for one in mail.outbox]


def states():
    """(state, why) of each notice, oldest first."""
    return list(Message.objects.filter(kind=Kind.NOTICE).order_by("pk").values_list("state", "last_error"))


def failed_notice(hill):
    seen(hill, "Volcanoes", now=NOW)
    send_notices(school=hill.school, now=NOW)
    Message.objects.update(state=State.FAILED, finished_at=NOW, last_error="550 no such user")
    return FailingAddress.objects.create(
        school=hill.school, address=hill.ben.email, sentence="550 no such user", failed_at=NOW
    )


# --- Paused -----------------------------------------------------------------------------------------------------------


def test_three_days_of_pause_end_in_one_notice_with_all_that_is_news(hill):
    never_rests(hill.school)
    holding.pause(by=hill.ada, now=NOW - A_DAY)
    for days in range(3):
        seen(hill, f"Topic {days}", now=NOW + days * A_DAY)
        send_notices(school=hill.school, now=NOW + days * A_DAY)
    holding.resume(by=hill.ada, now=NOW + 2 * A_DAY)
    send(NOW + 2 * A_DAY + A_MINUTE)
    assert arrived() == ["3 things wait for you, or are news"]
    replaced = ("cancelled", "A later notice tells what still stands.")
    assert states() == [replaced, replaced, ("sent", "")]
    assert Noticed.objects.filter(told_on=FRIDAY).count() == Noticed.objects.count() == 3


def test_a_pause_over_the_weekend_lets_no_notice_of_friday_out(hill):
    never_rests(hill.school)
    holding.pause(by=hill.ada, now=NOW)
    lend(hill, ends_on=FRIDAY)
    send_notices(school=hill.school, now=sydney(FRIDAY, 7))
    holding.resume(by=hill.ada, now=sydney(FRIDAY + A_DAY, 9))
    send(sydney(FRIDAY + A_DAY, 9, 1))
    assert arrived() == []
    gather(sydney(FRIDAY + 3 * A_DAY, 7))
    send(sydney(FRIDAY + 3 * A_DAY, 7))
    assert sorted(arrived()) == ["Bring back “Volcano box”", "“Volcano box” is not back from Ben Okafor"]


def test_what_was_switched_off_while_its_notice_waited_is_not_told(hill):
    never_rests(hill.school)
    holding.pause(by=hill.ada, now=NOW)
    seen(hill, "Volcanoes", now=NOW)
    send_notices(school=hill.school, now=NOW)
    choices = MailChoices.objects.create(member=hill.ben, notices_off=[NoticeKind.REQUESTS])
    holding.resume(by=hill.ada, now=NOW + A_MINUTE)
    send(NOW + A_MINUTE)
    assert states() == [("cancelled", "Its reader wants to hear of none of this any more.")]
    gather(NOW + A_DAY)
    send(NOW + A_DAY)
    assert arrived() == []
    choices.notices_off = []
    choices.save()
    gather(NOW + 2 * A_DAY)
    send(NOW + 2 * A_DAY)
    assert arrived() == ["“Volcanoes” is with the library"]


def test_a_notice_of_two_kinds_goes_out_while_one_of_them_is_wanted(hill):
    never_rests(hill.school)
    seen(hill, "Volcanoes", now=NOW)
    lend(hill, ends_on=TODAY)
    send_notices(school=hill.school, now=NOW)
    MailChoices.objects.create(member=hill.ben, notices_off=[NoticeKind.REQUESTS])
    send(NOW)
    assert arrived() == ["2 things wait for you, or are news"]


# --- Quiet hours ------------------------------------------------------------------------------------------------------


def test_a_notice_of_the_evening_does_not_come_the_morning_after_together_with_the_next(hill):
    seen(hill, "Volcanoes", now=NOW)
    gather(sydney(THURSDAY, 20))
    send(sydney(THURSDAY, 20))
    seen(hill, "Rivers", now=sydney(THURSDAY, 20, 30))
    send(sydney(FRIDAY, 6, 31))
    gather(sydney(FRIDAY, 7))
    send(sydney(FRIDAY, 7))
    assert arrived() == ["2 things wait for you, or are news"]
    assert states() == [("cancelled", "It was too late for it."), ("sent", "")]


def test_a_notice_waits_through_quiet_hours_that_end_later_the_same_day(hill):
    MailRules.objects.create(school=hill.school, quiet_from="06:00", quiet_until="15:30")
    seen(hill, "Volcanoes", now=NOW)
    gather(sydney(THURSDAY, 7))
    send(sydney(THURSDAY, 12))
    assert arrived() == []
    send(sydney(THURSDAY, 15, 30))
    assert arrived() == ["“Volcanoes” is with the library"]


@pytest.mark.parametrize("quiet_from", ["05:00", "07:00"])
def test_where_mail_goes_out_at_night_alone_a_notice_comes_in_the_night_after(hill, quiet_from):
    MailRules.objects.create(school=hill.school, quiet_from=quiet_from, quiet_until="01:00")
    seen(hill, "Volcanoes", now=NOW)
    gather(sydney(THURSDAY, 7))
    send(sydney(THURSDAY, 23))
    assert arrived() == []
    send(sydney(FRIDAY, 1))
    assert arrived() == ["“Volcanoes” is with the library"]


# --- Failed, cancelled, sent again ------------------------------------------------------------------------------------


def test_nobody_is_written_to_whose_address_is_refused_and_then_hears_what_still_stands(hill):
    never_rests(hill.school)
    failing = failed_notice(hill)
    for days in range(1, 3):
        seen(hill, f"Topic {days}", now=NOW + days * A_DAY)
        send_notices(school=hill.school, now=NOW + days * A_DAY)
    assert states() == [("failed", "550 no such user")]
    back = NOW + 5 * A_DAY
    assert many.take_address_again(failing=failing, by=hill.ada, now=back) == (0, 1)
    gather(back)
    send(back)
    assert arrived() == ["3 things wait for you, or are news"]


def test_a_refused_address_that_takes_mail_after_forty_days_gets_no_old_notices(hill):
    never_rests(hill.school)
    failing = failed_notice(hill)
    many.take_address_again(failing=failing, by=hill.ada, now=NOW + 40 * A_DAY)
    send(NOW + 40 * A_DAY)
    assert arrived() == []


def test_a_notice_that_a_person_sends_again_stays_behind_where_a_later_one_exists(hill):
    never_rests(hill.school)
    seen(hill, "Volcanoes", now=NOW)
    send_notices(school=hill.school, now=NOW)
    old = Message.objects.get()
    Message.objects.update(state=State.UNKNOWN, finished_at=NOW)
    seen(hill, "Rivers", now=NOW + A_DAY)
    send_notices(school=hill.school, now=NOW + A_DAY)
    actions.send_again(message=old, by=hill.ada, now=NOW + A_DAY)
    send(NOW + A_DAY)
    assert arrived() == ["“Rivers” is with the library"]
    gather(NOW + 2 * A_DAY)
    send(NOW + 2 * A_DAY)
    assert arrived()[1:] == ["“Volcanoes” is with the library"]


def test_a_notice_that_a_person_sends_again_goes_out_late_where_there_is_no_later_one(hill):
    never_rests(hill.school)
    seen(hill, "Volcanoes", now=NOW)
    send_notices(school=hill.school, now=NOW)
    old = Message.objects.get()
    actions.cancel(message=old, by=hill.ada, now=NOW)
    actions.send_again(message=old, by=hill.ada, now=NOW + A_DAY)
    send(NOW + A_DAY)
    assert arrived() == ["“Volcanoes” is with the library"]


def test_what_a_person_cancelled_is_not_told_by_the_next_notice(hill):
    never_rests(hill.school)
    seen(hill, "Volcanoes", now=NOW)
    send_notices(school=hill.school, now=NOW)
    actions.cancel(message=Message.objects.get(), by=hill.ada, now=NOW)
    assert send_notices(school=hill.school, now=NOW + A_DAY) == 0


def test_what_one_school_missed_is_nothing_to_another(hill, vale):
    never_rests(hill.school)
    holding.pause(by=hill.ada, now=NOW)
    seen(hill, "Volcanoes", now=NOW)
    send_notices(school=hill.school, now=NOW)
    send_notices(school=vale.school, now=NOW + A_DAY)
    assert states() == [("queued", "")]
    assert Noticed.objects.count() == 1


def test_a_message_of_this_kind_that_is_no_notice_of_a_day_is_left_alone(hill):
    never_rests(hill.school)
    write(hill.ben, kind=Kind.NOTICE, key="welcome:1", now=NOW)
    seen(hill, "Volcanoes", now=NOW)
    send_notices(school=hill.school, now=NOW + A_DAY)
    send(NOW + A_DAY)
    assert len(arrived()) == 2


def test_looking_before_they_go_out_costs_the_same_queries_for_one_notice_and_for_three(
    hill, django_assert_num_queries
):
    for teacher in (hill.ben, hill.cleo, hill.hugo):
        move_request(topic_request=topic(hill, teacher), to=TopicRequest.State.SEEN, by=hill.ada, now=NOW)
    send_notices(school=hill.school, now=NOW)
    messages = list(Message.objects.all())
    for number in (1, 3):
        with django_assert_num_queries(3):
            assert notices(messages[:number]) == {}
