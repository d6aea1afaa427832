"""Notices: one mail a day at most, of what is new alone, and of what each person wants to hear."""

from datetime import datetime, timedelta

import pytest

from collab.models import Member, School
from outreach.models import MailChoices, Message, Noticed, NoticeKind, NoticeRound
from outreach.notices.actions import schools_due, send_notices
from outreach.notices.kinds import SWITCHES
from outreach.outbox.sending import send_what_waits
from planning.models import Duty
from resources.bookings.actions import confirm_booking, extend_booking
from resources.lists.actions import add_list
from resources.lists.curating.actions import give_list
from resources.models import BoxBooking, BoxVersion, PurchaseSuggestion, ResourceBox, TopicRequest
from resources.purchases.arrival import put_on_the_shelf
from resources.topics.actions import ask_topics, move_request
from tests.cast import NOW, TODAY, make_members
from tests.suggestions import NEW_TITLE, bring_to, suggest

A_DAY = timedelta(days=1)


def posted():
    """(to, subject) of each notice in the outbox, oldest first."""
    notices = Message.objects.filter(kind="notice").order_by("pk")
    return [(one.to_name, one.subject) for one in notices]


def send_and_deliver(hill, now):
    """The notices of a day go out."""
    send_notices(school=hill.school, now=now)
    send_what_waits(clock=lambda: now)


def topic(hill, teacher, name="Volcanoes"):
    return ask_topics(teacher=teacher, term=hill.term, topics=[{"topic": name}], by=teacher, now=NOW)[0]


@pytest.fixture
def seen(hill):
    """A topic of Ben's that Ada has seen."""
    made = topic(hill, hill.ben)
    move_request(topic_request=made, to=TopicRequest.State.SEEN, by=hill.ada, now=NOW)
    return made


def lend(hill, *, ends_on, state="out"):
    box = ResourceBox.objects.create(school=hill.school, name="Volcano box", created_at=NOW, created_by=hill.ada)
    version = BoxVersion.objects.create(box=box, number=1, created_at=NOW, created_by=hill.ada, sealed_at=NOW)
    return BoxBooking.objects.create(
        school=hill.school,
        box=box,
        borrower=hill.ben,
        starts_on=TODAY - 9 * A_DAY,
        ends_on=ends_on,
        kept_from=TODAY - 9 * A_DAY,
        kept_until=ends_on,
        state=state,
        contents=version,
        out_at=NOW,
        created_at=NOW,
        created_by=hill.ada,
    )


def test_a_teacher_hears_of_what_is_new_and_nobody_else_does(hill, seen):
    assert send_notices(school=hill.school, now=NOW) == 1
    assert posted() == [("Ben Okafor", "“Volcanoes” is with the library")]
    notice = Message.objects.get()
    assert (notice.key, notice.member, notice.state) == (f"notice:2026-11-18:{hill.ben.pk}", hill.ben, "queued")
    for body in (notice.text, notice.html):
        assert f"/hill/topics/{seen.pk}/" in body


def test_what_was_told_is_not_told_again(hill, seen):
    for days in range(3):
        send_and_deliver(hill, NOW + days * A_DAY)
    assert posted() == [("Ben Okafor", "“Volcanoes” is with the library")]


def test_the_next_thing_is_told_the_next_day_alone(hill, seen):
    send_and_deliver(hill, NOW)
    move_request(topic_request=seen, to=TopicRequest.State.READY, by=hill.ada, now=NOW)
    send_and_deliver(hill, NOW)
    assert len(posted()) == 1
    send_notices(school=hill.school, now=NOW + A_DAY)
    assert posted()[1:] == [("Ben Okafor", "“Volcanoes” is ready")]


def test_several_things_come_in_one_mail(hill, seen):
    other = topic(hill, hill.ben, "Rivers")
    move_request(topic_request=other, to=TopicRequest.State.READY, by=hill.ada, now=NOW)
    send_notices(school=hill.school, now=NOW)
    assert posted() == [("Ben Okafor", "2 things wait for you, or are news")]
    text = Message.objects.get().text
    assert text.index("“Rivers” is ready") < text.index("“Volcanoes” is with the library")


def test_what_is_overdue_is_told_again_each_week(hill):
    lend(hill, ends_on=TODAY - A_DAY)
    for days in range(8):
        send_and_deliver(hill, NOW + days * A_DAY)
    to_ben = Message.objects.filter(member=hill.ben).order_by("pk").values_list("subject", "created_at")
    expected = "Bring back “Volcano box”"
    assert list(to_ben) == [(expected, NOW), (expected, NOW + 5 * A_DAY)]


def duty(plan, what, due_on):
    """A duty of Ben's."""
    by = {"created_at": NOW, "changed_at": NOW, "changed_by": plan.created_by, "created_by": plan.created_by}
    owner = plan.partners.get(member__name="Ben Okafor")
    return Duty.objects.create(plan=plan, what=what, due_on=due_on, owner=owner, **by)


def test_a_duty_is_told_two_days_before_it_is_due(hill, plan):
    duty(plan, "Book the bus", TODAY + A_DAY)
    duty(plan, "Order buns", TODAY + 5 * A_DAY)
    send_notices(school=hill.school, now=NOW)
    text = Message.objects.get(member=hill.ben).text
    assert ("Book the bus" in text, "Order buns" in text) == (True, False)


def told(hill, subject):
    """The days on which Ben had a notice of this alone."""
    days = Message.objects.filter(member=hill.ben, subject=subject).order_by("pk").values_list("created_at", flat=True)
    return [hill.school.day_of(one) for one in days]


def test_a_duty_that_was_moved_to_a_later_day_is_told_again_before_that(hill, plan):
    made = duty(plan, "Book the bus", TODAY + A_DAY)
    MailChoices.objects.create(member=hill.ben, notices_off=[NoticeKind.PLANS])
    send_and_deliver(hill, NOW)
    Duty.objects.filter(pk=made.pk).update(due_on=TODAY + 8 * A_DAY)
    for days in range(1, 9):
        send_and_deliver(hill, NOW + days * A_DAY)
    assert told(hill, "Book the bus") == [TODAY, TODAY + 6 * A_DAY]


def test_after_an_extension_it_is_told_again_that_a_box_is_due(hill):
    loan = lend(hill, ends_on=TODAY + A_DAY)
    send_and_deliver(hill, NOW)
    extend_booking(booking=loan, ends_on=TODAY + 14 * A_DAY, version=loan.version, by=hill.ada, now=NOW)
    for days in range(1, 15):
        send_and_deliver(hill, NOW + days * A_DAY)
    assert told(hill, "Bring back “Volcano box”") == [TODAY, TODAY + 12 * A_DAY]


def test_a_box_that_is_overdue_once_more_after_an_extension_is_told_in_the_same_week_too(hill):
    loan = lend(hill, ends_on=TODAY - 3 * A_DAY)
    send_and_deliver(hill, NOW - A_DAY)
    BoxBooking.objects.filter(pk=loan.pk).update(ends_on=TODAY, kept_until=TODAY)
    send_and_deliver(hill, NOW + A_DAY)
    assert told(hill, "Bring back “Volcano box”") == [TODAY - A_DAY, TODAY + A_DAY]


@pytest.mark.parametrize(
    ("first", "then", "subject"),
    [
        ("ready", "preparing", "“Volcanoes” is ready"),
        ("declined", "seen", "The library cannot get ready for “Volcanoes”"),
    ],
)
def test_a_topic_that_is_answered_a_second_time_is_told_a_second_time(hill, seen, first, then, subject):
    def becomes(state, now):
        seen.refresh_from_db()
        why = "No time this term." if state == "declined" else ""
        move_request(topic_request=seen, to=state, by=hill.ada, now=now, why=why)
        send_and_deliver(hill, now)

    becomes(first, NOW)
    becomes(then, NOW + A_DAY)
    becomes(first, NOW + 2 * A_DAY)
    assert told(hill, subject) == [TODAY, TODAY + 2 * A_DAY]


def test_each_part_of_an_order_is_told_as_it_comes(hill):
    order = bring_to(hill, suggest(hill, "Atlas", quantity=5), "ordered")
    send_and_deliver(hill, NOW)
    for days in (1, 2):
        arrives = {"purchase": order, "resource": None, "values": NEW_TITLE, "barcodes": [], "copies": 2}
        put_on_the_shelf(**arrives, by=hill.ada, now=NOW + days * A_DAY)
        order = PurchaseSuggestion.objects.get(pk=order.pk)
        send_and_deliver(hill, NOW + days * A_DAY)
    assert told(hill, "“Atlas” is ordered") == [TODAY]
    assert told(hill, "“Atlas” has come in part") == [TODAY + A_DAY, TODAY + 2 * A_DAY]


def test_a_list_that_comes_back_to_its_owner_is_told_again(hill):
    made = add_list(values={"title": "Volcanoes"}, by=hill.ada, now=NOW)
    for days, to in enumerate((hill.ben, hill.cleo, hill.ben)):
        now = NOW + days * A_DAY
        give_list(resource_list=made, to=to, by=hill.ada, now=now)
        made.refresh_from_db()
        send_and_deliver(hill, now)
    assert told(hill, "“Volcanoes” is your list now") == [TODAY, TODAY + 2 * A_DAY]


def test_a_loan_that_is_confirmed_again_is_told_again(hill):
    loan = lend(hill, ends_on=TODAY + 9 * A_DAY, state="requested")
    confirm_booking(booking=loan, by=hill.ada, now=NOW)
    send_and_deliver(hill, NOW)
    send_and_deliver(hill, NOW + A_DAY)
    loan.refresh_from_db()
    later = NOW + 2 * A_DAY
    extend_booking(booking=loan, ends_on=TODAY + 14 * A_DAY, version=loan.version, by=hill.ada, now=later)
    send_and_deliver(hill, later)
    assert told(hill, "“Volcano box” is booked for you") == [TODAY, TODAY + 2 * A_DAY]


def test_a_kind_that_is_switched_off_is_not_told(hill, seen):
    MailChoices.objects.create(member=hill.ben, notices_off=[NoticeKind.REQUESTS])
    assert send_notices(school=hill.school, now=NOW) == 0
    assert posted() == []


def test_what_was_switched_off_is_told_when_it_is_switched_on_again_while_it_is_news(hill, seen):
    choices = MailChoices.objects.create(member=hill.ben, notices_off=[NoticeKind.REQUESTS])
    send_notices(school=hill.school, now=NOW)
    choices.notices_off = []
    choices.save()
    send_notices(school=hill.school, now=NOW + A_DAY)
    assert posted() == [("Ben Okafor", "“Volcanoes” is with the library")]


def test_who_has_left_or_has_no_address_gets_none(hill, seen):
    Member.objects.filter(pk=hill.ben.pk).update(email="")
    assert send_notices(school=hill.school, now=NOW) == 0
    Member.objects.filter(pk=hill.ben.pk).update(email="ben@hill.example", deactivated_at=NOW)
    assert send_notices(school=hill.school, now=NOW + A_DAY) == 0


def test_a_round_that_was_broken_off_goes_on_and_tells_nobody_twice(hill, seen, vale):
    send_notices(school=hill.school, now=NOW)
    NoticeRound.objects.all().delete()
    other = topic(hill, hill.cleo, "Rivers")
    move_request(topic_request=other, to=TopicRequest.State.SEEN, by=hill.ada, now=NOW)
    send_notices(school=hill.school, now=NOW)
    assert posted() == [
        ("Ben Okafor", "“Volcanoes” is with the library"),
        ("Cleo Tanaka", "“Rivers” is with the library"),
    ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-18T06:59+11:00", ["vale"]),
        ("2026-11-18T07:00+11:00", ["hill", "vale"]),
        ("2026-11-18T13:00+11:00", ["hill"]),
        ("2026-11-18T06:59+00:00", ["hill"]),
        ("2026-11-18T07:00+00:00", ["hill", "vale"]),
    ],
)
def test_it_is_due_from_seven_by_each_schools_own_clock(hill, vale, at, expected):
    assert [school.slug for school in schools_due(now=datetime.fromisoformat(at))] == expected


def test_it_is_due_once_a_day(hill):
    send_notices(school=hill.school, now=NOW)
    assert list(schools_due(now=NOW)) == []
    assert list(schools_due(now=NOW + A_DAY)) == [hill.school]


@pytest.mark.parametrize("day", ["2026-11-21", "2026-11-22", "2026-12-18"], ids=["saturday", "sunday", "holidays"])
def test_nobody_is_written_to_on_a_day_without_school(hill, seen, day):
    at = datetime.fromisoformat(f"{day}T12:00+11:00")
    move_request(topic_request=seen, to=TopicRequest.State.READY, by=hill.ada, now=at)
    assert send_notices(school=hill.school, now=at) == 0
    assert NoticeRound.objects.count() == 1


@pytest.mark.parametrize("more", [0, 30])
def test_a_batch_costs_the_same_queries_however_many_people_hear_something(hill, seen, more, django_assert_num_queries):
    others = make_members(hill.school, [(f"t{n}", f"Teacher {n}", ["teacher"]) for n in range(more)], with_login=False)
    for one in others:
        move_request(topic_request=topic(hill, one), to=TopicRequest.State.SEEN, by=hill.ada, now=NOW)
    with django_assert_num_queries(26):
        assert send_notices(school=hill.school, now=NOW) == 1 + more
    assert Noticed.objects.count() == 1 + more


def test_hostile_words_stay_words(hill):
    made = topic(hill, hill.ben, "<img src=x onerror=alert(1)>\ue0000\ue001\ue002answer\ue003")
    move_request(topic_request=made, to=TopicRequest.State.SEEN, by=hill.ada, now=NOW)
    send_notices(school=hill.school, now=NOW)
    notice = Message.objects.get()
    assert ("<img" in notice.html, "&lt;img src=x" in notice.html) == (False, True)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\ue000", "\ue003"])
def test_signs_that_mean_something_in_a_letter_stand_in_nobodys_words(hill, sign):
    Member.objects.filter(pk=hill.ben.pk).update(name=f"B{sign}en Okafor")
    School.objects.filter(pk=hill.school.pk).update(name=f"Hill {sign}School")
    made = topic(hill, hill.ben, f"abc{sign}txt.exe")
    move_request(topic_request=made, to="declined", by=hill.ada, now=NOW, why=f"No{sign} time")
    send_notices(school=School.objects.get(pk=hill.school.pk), now=NOW)
    notice = Message.objects.get()
    assert notice.subject == "The library cannot get ready for “abctxt.exe”"
    assert [sign in words for words in (notice.text, notice.html)] == [False, False]
    assert "Ada Marlow on Wednesday 18 November: “No time”" in notice.text


def test_every_switch_stands_for_something():
    assert set(SWITCHES) == set(NoticeKind)
