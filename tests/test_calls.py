"""The topic call for librarians: opened by hand, reminded, paused, finished, summed up; its page, rules and letter."""

from datetime import date, datetime, time, timedelta
from email.utils import parseaddr

import pytest
from django.urls import reverse

from collab.errors import AlreadyDone, Refused, RowChanged
from collab.models import Department, Member, Role, Term
from outreach.calls import unwanted
from outreach.calls.actions import (
    change_rules,
    finish_call,
    go_on_with_call,
    open_call,
    pause_call,
    remind_now,
    revoke_link,
    send_link,
)
from outreach.calls.queries import who_is_reminded
from outreach.calls.summaries import send_all
from outreach.calls.ticking import see_to
from outreach.models import CallInvitation, CallRules, Message, TopicCall
from outreach.outbox.claiming import claim, let_go
from outreach.outbox.marking import Marks
from outreach.outbox.sending import send_what_waits
from resources.models import TopicRequest
from resources.topics.actions import ask_topics, move_request, say_nothing
from tests.cast import NOW, make_member
from tests.outbox import never_rests
from tests.racing import refusals

DAY = timedelta(days=1)
LATER = NOW + 5 * DAY  # A Monday.
PART = {"HX-Request": "true", "HX-Target": "found"}


@pytest.fixture
def term(hill):
    """Term 1 of 2027, which is asked for. It lies far ahead, since pages look at the clock of the machine."""
    about = {"school": hill.school, "name": "Term 1", "year": "2027"}
    return Term.objects.create(**about, starts_on=date(2090, 1, 27), ends_on=date(2090, 4, 1))


@pytest.fixture
def call(hill, term):
    return open_call(term=term, by=hill.ada, now=NOW)


def url(name, **parts):
    return reverse(name, kwargs={"school_slug": "hill", **parts})


def place(call, teacher):
    return CallInvitation.objects.select_related("teacher", "call__term", "call__school").get(
        call=call, teacher=teacher
    )


def letters(kind="call"):
    """Who has a letter of a kind in the outbox: their names, in order."""
    return list(Message.objects.filter(kind=kind).order_by("to_name", "pk").values_list("to_name", flat=True))


def send(now=NOW):
    """The letters that wait go out."""
    send_what_waits(clock=lambda: now)


def answer(hill, term, teacher, *topics, now=NOW):
    if not topics:
        return say_nothing(teacher=teacher, term=term, by=teacher, now=now)
    return ask_topics(teacher=teacher, term=term, topics=[{"topic": one} for one in topics], by=teacher, now=now)


# --- Opening ---------------------------------------------------------------------------------------------------


def test_a_call_gives_each_teacher_a_place_and_a_letter_with_a_link_of_their_own(call, hill, term):
    assert letters() == ["Ben Okafor", "Cleo Tanaka", "Hugo Lindqvist"]
    ben = place(call, hill.ben)
    message = Message.objects.get(member=hill.ben)
    assert message.key == f"call:{term.pk}:{hill.ben.pk}"
    assert message.links == {"answer": f"{ben.pk}-{ben.nonce}"}
    assert message.not_after == datetime(2090, 1, 27, tzinfo=hill.school.zone)
    assert message.caused_by == hill.ada
    assert "\ue002answer\ue003" in message.text
    assert "\ue002answer\ue003" in message.html


def test_the_letter_names_what_was_taught_a_year_ago_and_not_what_was_withdrawn(hill, term):
    Term.objects.filter(pk=term.pk).update(starts_on=date(2027, 1, 27), ends_on=date(2027, 4, 1))
    answer(hill, hill.terms[0], hill.ben, "Volcanoes", "Rivers")
    [gone] = answer(hill, hill.terms[0], hill.ben, "Glaciers")
    move_request(topic_request=gone, to=TopicRequest.State.WITHDRAWN, by=hill.ben, now=NOW)
    open_call(term=term, by=hill.ada, now=NOW)
    text = Message.objects.get(member=hill.ben).text
    assert [line for line in text.splitlines() if line.startswith("- ")] == ["- Rivers", "- Volcanoes"]
    assert "- " not in Message.objects.get(member=hill.cleo).text.replace("-- ", "")


def test_a_call_is_opened_once_and_says_so(call, hill, term):
    with pytest.raises(AlreadyDone, match="open already"):
        open_call(term=term, by=hill.ada, now=NOW)
    assert TopicCall.objects.count() == 1
    assert Message.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_open_a_call_at_once_open_it_once(hill, term):
    def press():
        open_call(term=term, by=hill.ada, now=NOW)

    assert refusals(press, press, of=AlreadyDone) == ["The call is open already."]
    assert (TopicCall.objects.count(), CallInvitation.objects.count(), Message.objects.count()) == (1, 3, 3)


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_invite_and_remind_each_once(hill, term):
    due = datetime(2026, 12, 3, 8, tzinfo=hill.school.zone)

    def tick(now):
        return lambda: see_to(term, now=now)

    assert refusals(tick(due), tick(due), of=Exception) == []
    assert (TopicCall.objects.count(), CallInvitation.objects.count(), len(letters())) == (1, 3, 3)
    send(due)
    reminded = due + 5 * DAY
    assert refusals(tick(reminded), tick(reminded), of=Exception) == []
    assert len(letters("reminder")) == 3
    assert set(CallInvitation.objects.values_list("reminders", flat=True)) == {1}
    nonces = {f"{one.pk}-{one.nonce}" for one in CallInvitation.objects.all()}
    assert {message.links["answer"] for message in Message.objects.all()} == nonces


def test_a_call_for_one_department_is_widened_by_hand_and_nobody_is_asked_twice(hill, term):
    call = open_call(term=term, by=hill.ada, now=NOW, departments=[hill.science])
    assert letters() == ["Cleo Tanaka"]
    with pytest.raises(AlreadyDone):
        open_call(term=term, by=hill.ada, now=NOW, departments=[hill.science])
    open_call(term=term, by=hill.ada, now=NOW, departments=[hill.humanities, hill.science])
    assert letters() == ["Ben Okafor", "Cleo Tanaka", "Hugo Lindqvist"]
    open_call(term=term, by=hill.ada, now=NOW)
    call.refresh_from_db()
    assert (call.is_for_all, len(letters())) == (True, 3)


def test_only_the_next_term_is_asked_for_and_only_until_it_begins(hill, term):
    after = Term.objects.create(
        school=hill.school, name="Term 2", year="2027", starts_on=date(2090, 4, 19), ends_on=date(2090, 7, 2)
    )
    with pytest.raises(Refused, match="Term 1, 2027 comes first"):
        open_call(term=after, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="has begun"):
        open_call(term=hill.term, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="has begun"):
        open_call(term=term, by=hill.ada, now=datetime(2090, 1, 27, tzinfo=hill.school.zone))
    assert not Message.objects.exists()


def test_a_teacher_without_an_address_has_a_place_and_no_mail_and_is_named_on_the_page(hill, term, as_ada):
    Member.objects.filter(pk=hill.cleo.pk).update(email="")
    call = open_call(term=term, by=hill.ada, now=NOW)
    assert place(call, hill.cleo).reminders == 0
    assert letters() == ["Ben Okafor", "Hugo Lindqvist"]
    page = as_ada.get(call.get_absolute_url())
    assert page.context["in_person"] == [
        ("Cleo Tanaka", f"/hill/topics/ask/?teacher={hill.cleo.pk}&term={term.pk}"),
    ]
    send()
    remind_now(call=call, by=hill.ada, now=LATER)
    assert letters("reminder") == ["Ben Okafor", "Hugo Lindqvist"]
    Member.objects.filter(pk=hill.cleo.pk).update(email="cleo@new.example")
    send_link(invitation=place(call, hill.cleo), by=hill.ada, now=LATER)
    assert letters() == ["Ben Okafor", "Cleo Tanaka", "Hugo Lindqvist"]


def test_a_teacher_who_joins_gets_a_place_while_the_call_is_open_and_none_afterwards(call, hill, term):
    dora = make_member(hill.school, "dora", "Dora Quist", [Role.TEACHER])
    make_member(hill.school, "lou", "Lou Leader", [Role.LEADER])
    see_to(term, now=LATER)
    assert place(call, dora).invited_at == LATER
    finish_call(call=call, by=hill.ada, now=LATER)
    emil = make_member(hill.school, "emil", "Emil Roth", [Role.TEACHER])
    see_to(term, now=LATER + DAY)
    assert not CallInvitation.objects.filter(teacher=emil).exists()


def test_who_has_left_the_school_is_not_asked(hill, term):
    Member.objects.filter(pk=hill.cleo.pk).update(deactivated_at=NOW)
    call = open_call(term=term, by=hill.ada, now=NOW)
    send()
    Member.objects.filter(pk=hill.hugo.pk).update(deactivated_at=NOW)
    remind_now(call=call, by=hill.ada, now=LATER)
    assert (letters(), letters("reminder")) == (["Ben Okafor", "Hugo Lindqvist"], ["Ben Okafor"])


# --- Reminding -------------------------------------------------------------------------------------------------


def test_only_those_without_an_answer_are_reminded_however_the_answer_came(call, hill, term):
    send()
    answer(hill, term, hill.ben, "Volcanoes")
    ask_topics(teacher=hill.cleo, term=term, topics=[{"topic": "At the counter"}], by=hill.ada, now=NOW)
    assert remind_now(call=call, by=hill.ada, now=LATER) == 1
    assert letters("reminder") == ["Hugo Lindqvist"]
    answer(hill, term, hill.hugo)
    with pytest.raises(AlreadyDone, match="nobody to remind"):
        remind_now(call=call, by=hill.ada, now=LATER + DAY)


def test_a_topic_that_was_withdrawn_is_no_answer_and_one_that_was_declined_is(call, hill, term):
    send()
    [gone] = answer(hill, term, hill.ben, "Volcanoes")
    move_request(topic_request=gone, to=TopicRequest.State.WITHDRAWN, by=hill.ben, now=NOW)
    [declined] = answer(hill, term, hill.cleo, "Poems")
    move_request(topic_request=declined, to=TopicRequest.State.DECLINED, by=hill.ada, now=NOW, why="Not here.")
    answer(hill, term, hill.hugo)
    remind_now(call=call, by=hill.ada, now=LATER)
    assert letters("reminder") == ["Ben Okafor"]


def test_by_hand_counts_as_one_of_two_and_a_second_click_on_the_same_day_reaches_nobody(call, hill, term):
    send()
    with pytest.raises(AlreadyDone):
        remind_now(call=call, by=hill.ada, now=NOW + timedelta(hours=2))  # They have the call since this morning.
    assert remind_now(call=call, by=hill.ada, now=NOW + 2 * DAY) == 3
    with pytest.raises(AlreadyDone):
        remind_now(call=call, by=hill.ada, now=NOW + 2 * DAY + timedelta(minutes=1))
    send(NOW + 2 * DAY)
    see_to(term, now=NOW + 5 * DAY)  # Here the first would have gone out by itself.
    assert len(letters("reminder")) == 3
    see_to(term, now=NOW + 9 * DAY)
    assert len(letters("reminder")) == 6
    send(NOW + 9 * DAY)
    with pytest.raises(AlreadyDone):
        remind_now(call=call, by=hill.ada, now=NOW + 12 * DAY)
    keys = Message.objects.filter(member=hill.ben, kind="reminder").order_by("pk").values_list("key", flat=True)
    assert list(keys) == [f"call_reminder:{term.pk}:{hill.ben.pk}:{number}" for number in (1, 2)]


def test_who_handed_the_answer_on_is_left_alone_and_the_colleague_is_reminded(call, hill, term):
    send()
    CallInvitation.objects.filter(teacher=hill.ben).update(handed_to=hill.cleo, handed_at=NOW, handed_nonce="another")
    answer(hill, term, hill.cleo, "Poems")
    remind_now(call=call, by=hill.ada, now=LATER)
    assert letters("reminder") == ["Cleo Tanaka", "Hugo Lindqvist"]
    message = Message.objects.get(kind="reminder", member=hill.cleo)
    assert message.links == {"answer": f"{place(call, hill.ben).pk}-another"}
    assert "Ben Okafor" in message.text


def test_a_paused_or_finished_call_reminds_nobody(call, hill, term):
    pause_call(call=call, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="paused"):
        remind_now(call=call, by=hill.ada, now=LATER)
    see_to(term, now=LATER)
    go_on_with_call(call=call, by=hill.ada, now=LATER)
    finish_call(call=call, by=hill.ada, now=LATER)
    with pytest.raises(Refused, match="finished"):
        remind_now(call=call, by=hill.ada, now=LATER)
    see_to(term, now=LATER)
    assert letters("reminder") == []


def test_right_before_it_is_handed_over_a_reminder_is_dropped_for_whoever_has_answered(call, hill, term):
    send()
    remind_now(call=call, by=hill.ada, now=LATER)
    answer(hill, term, hill.ben, "Volcanoes", now=LATER)
    answer(hill, term, hill.cleo, now=LATER)
    messages = list(Message.objects.filter(kind="reminder").order_by("to_name"))
    assert unwanted.reminders(messages) == {message.pk: unwanted.ANSWERED for message in messages[:2]}
    assert unwanted.letters(list(Message.objects.filter(kind="call"))) == {}


def test_what_waits_while_a_call_is_paused_goes_out_when_it_goes_on(call, hill, term):
    """The sender cancels what it has in hand with the sentence of the check; going on puts just that back."""
    pause_call(call=call, by=hill.ada, now=NOW)
    messages = list(Message.objects.order_by("to_name"))
    assert unwanted.letters(messages) == {message.pk: unwanted.PAUSED for message in messages}
    cancelled = {"state": "cancelled", "finished_at": NOW}
    Message.objects.filter(pk=messages[0].pk).update(**cancelled, last_error=unwanted.PAUSED)
    Message.objects.filter(pk=messages[1].pk).update(**cancelled, settled_by=hill.ada)
    go_on_with_call(call=call, by=hill.ada, now=LATER)
    states = Message.objects.order_by("to_name").values_list("state", "finished_at", "not_before")
    assert list(states) == [("queued", None, LATER), ("cancelled", NOW, NOW), ("queued", None, NOW)]
    assert unwanted.letters([messages[0]]) == {}


def test_a_pause_reaches_what_a_worker_has_in_hand_and_each_letter_goes_out_once(call, hill, term, mailoutbox):
    """A worker has claimed all three letters and is at its work; the others of its bunch go out after the pause."""
    taken, messages = claim(now=NOW)
    pause_call(call=call, by=hill.ada, now=NOW)
    assert [Marks(taken).begin(message, now=NOW) for message in messages] == [False, False, False]
    let_go(taken)
    send()
    assert (len(mailoutbox), set(Message.objects.values_list("last_error", flat=True))) == (0, {unwanted.PAUSED})
    answer(hill, term, hill.ben, "Volcanoes")
    go_on_with_call(call=call, by=hill.ada, now=NOW)
    send()
    send()
    assert [mail.to for mail in mailoutbox] == [
        ["Ben Okafor <ben@hill.example>"],
        ["Cleo Tanaka <cleo@hill.example>"],
        ["Hugo Lindqvist <hugo@hill.example>"],
    ]
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_pausing_going_on_and_finishing_are_each_done_once(call, hill):
    with pytest.raises(AlreadyDone):
        go_on_with_call(call=call, by=hill.ada, now=NOW)
    pause_call(call=call, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone):
        pause_call(call=call, by=hill.ada, now=NOW)
    finish_call(call=call, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone):
        finish_call(call=call, by=hill.ada, now=NOW)
    with pytest.raises(Refused, match="has begun"):
        go_on_with_call(call=call, by=hill.ada, now=datetime(2090, 2, 1, tzinfo=hill.school.zone))


# --- Links -----------------------------------------------------------------------------------------------------


def test_a_link_that_is_ended_opens_nothing_its_letter_does_not_go_out_and_a_new_one_can_be_sent(call, hill, term):
    old = place(call, hill.ben)
    with pytest.raises(AlreadyDone, match="has a letter with a link that works"):
        send_link(invitation=old, by=hill.ada, now=NOW)
    CallInvitation.objects.filter(pk=old.pk).update(handed_to=hill.cleo, handed_at=NOW, handed_nonce="another")
    revoke_link(invitation=old, by=hill.ada, now=NOW)
    with pytest.raises(AlreadyDone):
        revoke_link(invitation=old, by=hill.ada, now=NOW)
    ended = place(call, hill.ben)
    assert (ended.revoked_at, ended.handed_to, ended.handed_nonce) == (NOW, None, "")
    assert ended.nonce != old.nonce
    first = Message.objects.get(member=hill.ben)
    assert unwanted.letters([first]) == {first.pk: unwanted.REVOKED}
    send()
    remind_now(call=call, by=hill.ada, now=LATER)
    assert letters("reminder") == ["Cleo Tanaka", "Hugo Lindqvist"]
    send_link(invitation=ended, by=hill.ada, now=LATER)
    with pytest.raises(AlreadyDone):
        send_link(invitation=ended, by=hill.ada, now=LATER)
    second = Message.objects.exclude(pk=first.pk).get(member=hill.ben)
    assert second.key == f"call:{term.pk}:{hill.ben.pk}:2"
    assert second.links == {"answer": f"{ended.pk}-{ended.nonce}"}
    assert unwanted.letters([first, second]) == {first.pk: unwanted.REVOKED}


# --- Summaries -------------------------------------------------------------------------------------------------


def test_a_department_that_has_answered_is_summed_up_for_its_head_once(call, hill, term):
    answer(hill, term, hill.ben, "Volcanoes", "<b>Rivers</b>")
    see_to(term, now=NOW + DAY)
    assert letters("summary") == []
    answer(hill, term, hill.hugo)
    for day in range(2, 5):
        see_to(term, now=NOW + day * DAY)
    assert letters("summary") == ["Hugo Lindqvist"]
    message = Message.objects.get(kind="summary")
    assert message.subject == "Humanities: topics for Term 1, 2027"
    lines = message.text.splitlines()
    assert [line for line in lines if line.startswith("- ")] == [
        "- <b>Rivers</b> (Ben Okafor)",
        "- Volcanoes (Ben Okafor)",
    ]
    assert "Nothing this time: Hugo Lindqvist." in lines
    assert "&lt;b&gt;Rivers&lt;/b&gt; (Ben Okafor)" in message.html
    assert "<b>Rivers" not in message.html


def test_after_the_last_day_every_department_is_summed_up_with_who_is_missing(call, hill, term):
    Department.objects.filter(pk=hill.science.pk).update(head=hill.cleo, champion=hill.cleo)
    Department.objects.filter(pk=hill.humanities.pk).update(champion=hill.ben)
    see_to(term, now=datetime(2026, 12, 17, 9, tzinfo=hill.school.zone))
    assert letters("summary") == []
    see_to(term, now=datetime(2026, 12, 18, 9, tzinfo=hill.school.zone))
    see_to(term, now=datetime(2026, 12, 21, 9, tzinfo=hill.school.zone))
    assert letters("summary") == ["Ben Okafor", "Cleo Tanaka", "Hugo Lindqvist"]
    text = Message.objects.get(kind="summary", member=hill.hugo).text
    assert [line for line in text.splitlines() if line.startswith("- ")] == ["- Ben Okafor", "- Hugo Lindqvist"]


def test_summaries_go_out_by_a_button_as_well_and_a_double_click_sends_them_once(call, hill):
    assert send_all(call=call, by=hill.ada, now=NOW) == 1
    assert send_all(call=call, by=hill.ada, now=NOW + timedelta(seconds=5)) == 0
    assert send_all(call=call, by=hill.ada, now=NOW + timedelta(minutes=5)) == 1
    assert letters("summary") == ["Hugo Lindqvist"] * 2


# --- The page --------------------------------------------------------------------------------------------------


def test_the_page_shows_who_has_answered_and_who_has_not_by_department(call, hill, term, as_ada):
    answer(hill, term, hill.ben, "Volcanoes")
    context = as_ada.get(call.get_absolute_url()).context
    assert (context["answered"], context["missing"], context["total"]) == (1, 2, 3)
    departments = [(one["name"], one["asked"], one["answered"], one["missing"]) for one in context["departments"]]
    assert departments == [("Humanities", 2, 1, 1), ("Science", 1, 0, 1)]
    assert [person["name"] for person in context["found"].rows] == ["Cleo Tanaka", "Hugo Lindqvist"]
    assert [one["topic"] for one in context["topics"]] == ["Volcanoes"]
    of_humanities = as_ada.get(call.get_absolute_url() + f"?department={hill.humanities.pk}&show=all").context
    assert [(one["name"], one["words"]) for one in of_humanities["found"].rows] == [
        ("Hugo Lindqvist", "Not yet"),
        ("Ben Okafor", "Answered"),
    ]
    assert of_humanities["department"]["name"] == "Humanities"


def test_the_latest_topics_are_those_of_whom_the_call_asks(hill, term, as_ada):
    call = open_call(term=term, by=hill.ada, now=NOW, departments=[hill.science])
    answer(hill, term, hill.ben, "Volcanoes")
    answer(hill, term, hill.cleo, "Magnets")
    page = as_ada.get(call.get_absolute_url())
    assert (page.context["answered"], [one["topic"] for one in page.context["topics"]]) == (1, ["Magnets"])
    assert "All topics of the term" in page.text


def test_the_page_says_whom_a_call_is_for_and_how_it_stands(hill, term, as_ada):
    call = open_call(term=term, by=hill.ada, now=NOW, departments=[hill.humanities, hill.science])

    def lead():
        return as_ada.get(call.get_absolute_url()).context["lead"]

    until = "Answers are taken until 26 Jan 2090."
    opened = "Opened on 18 November by Ada Marlow for Humanities and Science."
    assert lead() == f"{opened} Answers can be given and changed until 26 Jan 2090."
    pause_call(call=call, by=hill.ada, now=NOW)
    assert lead() == f"{opened} Paused by Ada Marlow: no mail goes out. {until}"
    finish_call(call=call, by=hill.ada, now=NOW)
    assert lead() == f"{opened} Finished by Ada Marlow: no more mail. {until}"
    TopicCall.objects.update(is_for_all=True, opened_by=None)
    assert lead() == f"Opened on 18 November, by itself. Finished by Ada Marlow: no more mail. {until}"


def test_hostile_names_and_topics_are_only_text_on_the_page(hill, term, as_ada):
    hostile = "<img src=x onerror=alert(1)>"
    Member.objects.filter(pk=hill.ben.pk).update(name=hostile)
    Department.objects.filter(pk=hill.humanities.pk).update(name=hostile)
    hill.ben.refresh_from_db()
    call = open_call(term=term, by=hill.ada, now=NOW)
    answer(hill, term, hill.ben, hostile)
    page = as_ada.get(call.get_absolute_url() + "?show=all").content.decode()
    assert hostile not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    send_all(call=call, by=hill.ada, now=NOW)
    assert not any(hostile in one.html for one in Message.objects.all())


def test_nobodys_department_is_shown_as_such(call, hill, term, as_ada):
    hill.ben.departments.clear()
    context = as_ada.get(call.get_absolute_url() + "?department=0").context
    assert [one["name"] for one in context["departments"]] == ["Humanities", "Science", "No department"]
    assert [one["name"] for one in context["found"].rows] == ["Ben Okafor"]


def test_only_the_part_that_changes_is_asked_for_again_and_no_more_when_the_term_has_begun(call, as_lena):
    page = as_lena.get(call.get_absolute_url())
    part = as_lena.get(call.get_absolute_url(), headers=PART)
    assert part.content.decode().startswith('<div id="found" hx-get="/hill/in-touch/calls/')
    assert part.content.decode().strip() in page.content.decode()
    Term.objects.filter(pk=call.term_id).update(starts_on=date(2020, 1, 27), ends_on=date(2020, 4, 1))
    assert "hx-get" not in as_lena.get(call.get_absolute_url(), headers=PART).content.decode()


def test_the_page_says_whom_a_reminder_reaches_and_whom_not_and_why(call, hill, term):
    make_member(hill.school, "dora", "Dora Quist", [Role.TEACHER])
    Member.objects.filter(pk=hill.cleo.pk).update(email="")
    send()
    see_to(term, now=LATER)
    CallInvitation.objects.filter(teacher=hill.hugo).update(reminders=2, reminded_at=NOW)
    revoke_link(invitation=place(call, hill.ben), by=hill.ada, now=LATER)
    expected = {"all": 4, "now": 0, "refused": 0, "today": 1, "enough": 1, "no_address": 1, "revoked": 1}
    assert who_is_reminded(call, LATER + timedelta(hours=1)) == expected
    assert who_is_reminded(call, LATER + DAY) == expected  # Her letter still waits.
    send(LATER)
    assert who_is_reminded(call, LATER + DAY) == expected | {"now": 1, "today": 0}


def test_mail_that_did_not_arrive_is_shown_with_its_reason(call, hill, as_ada, as_lena):
    failed = Message.objects.get(member=hill.ben)
    Message.objects.filter(pk=failed.pk).update(state="failed", finished_at=NOW, last_error="550 No such user")
    shown = [("Ben Okafor", "550 No such user", url("message", message_id=failed.pk))]
    assert as_ada.get(call.get_absolute_url()).context["failed"] == shown
    page = as_lena.get(call.get_absolute_url())
    assert "failed" not in page.context
    assert url("message", message_id=failed.pk) not in page.content.decode()


def test_leaders_read_a_call_and_change_nothing(call, as_lena, as_ben, as_nils):
    page = as_lena.get(call.get_absolute_url())
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert (page.status_code, "<form" in main) == (200, False)
    assert as_lena.post(url("topic_call_remind", call_id=call.pk)).status_code == 403
    assert as_ben.get(call.get_absolute_url()).status_code == 403
    assert as_nils.get(call.get_absolute_url()).status_code == 404


def test_what_librarians_press_is_done_and_said(hill, term, as_ada):
    said = {}

    def press(name, **parts):
        page = as_ada.post(url(name, **parts), follow=True)
        assert page.status_code == 200
        said[name] = [str(one) for one in page.context["messages"]]

    Term.objects.exclude(pk=term.pk).delete()  # No other term lies between now and the one that is asked for.
    call = open_call(term=term, by=hill.ada, now=NOW - 400 * DAY)
    send(NOW - 400 * DAY)
    press("topic_call_remind", call_id=call.pk)
    press("topic_call_summaries", call_id=call.pk)
    press("call_invitation_revoke", invitation_id=place(call, hill.ben).pk)
    press("call_invitation_send", invitation_id=place(call, hill.ben).pk)
    press("topic_call_pause", call_id=call.pk)
    press("topic_call_resume", call_id=call.pk)
    press("topic_call_finish", call_id=call.pk)
    assert said == {
        "topic_call_remind": ["3 get a reminder."],
        "topic_call_summaries": ["1 summary goes to heads of department and library champions."],
        "call_invitation_revoke": ["The link of Ben Okafor opens nothing any more. You can send a new one."],
        "call_invitation_send": ["Ben Okafor gets a letter with a new link."],
        "topic_call_pause": ["The call is paused. Answers are taken all the same."],
        "topic_call_resume": ["The call goes on."],
        "topic_call_finish": ["The call is finished. Answers are taken all the same."],
    }


def test_a_page_takes_as_many_queries_for_three_teachers_as_for_sixty(
    call, hill, term, as_ada, django_assert_num_queries
):
    def opened():
        with django_assert_num_queries(17):
            assert as_ada.get(call.get_absolute_url()).status_code == 200

    answer(hill, term, hill.ben, "Volcanoes")
    opened()
    Member.objects.bulk_create(
        Member(school=hill.school, name=f"T {n}", email=f"t{n}@hill.example", roles=["teacher"], created_at=NOW)
        for n in range(57)
    )
    see_to(term, now=LATER)
    answer(hill, term, hill.cleo, "Poems", "Rivers")
    opened()


# --- All calls, and opening one by hand ------------------------------------------------------------------------


@pytest.fixture
def coming(hill):
    """Two terms around today, by the clock of the machine, which is that of views."""
    today = hill.school.day_of(datetime.now(tz=hill.school.zone))
    Term.objects.all().delete()
    about = {"school": hill.school, "year": "now"}
    Term.objects.create(**about, name="This term", starts_on=today - 30 * DAY, ends_on=today + 40 * DAY)
    return Term.objects.create(**about, name="Next term", starts_on=today + 60 * DAY, ends_on=today + 130 * DAY)


def test_a_call_is_opened_by_hand_for_all_or_for_chosen_departments(hill, coming, as_ada):
    page = as_ada.get(url("topic_calls"))
    assert page.context["next_words"].startswith("The call for Next term, now opens by itself on ")
    empty = as_ada.post(url("topic_call_open"), {"term": coming.pk, "whom": "some"})
    assert (empty.status_code, empty.context["form"].errors["departments"]) == (
        422,
        ["Choose at least one department."],
    )
    both = as_ada.post(url("topic_call_open"), {"term": coming.pk, "whom": "all", "departments": [hill.science.pk]})
    assert (both.status_code, both.context["form"].errors["whom"]) == (
        422,
        ["You chose departments below. Ask only these, or take the ticks off."],
    )
    assert letters() == []
    chosen = {"term": coming.pk, "whom": "some", "departments": [hill.science.pk]}
    assert as_ada.post(url("topic_call_open"), chosen).status_code == 302
    assert letters() == ["Cleo Tanaka"]
    page = as_ada.get(url("topic_calls"))
    assert [(row["term"], row["answers"], row["whom"]) for row in page.context["rows"]] == [
        ("Next term, now", "0 of 1", "Some departments")
    ]
    as_ada.post(url("topic_call_open"), {"term": coming.pk, "whom": "all"})
    assert len(letters()) == 3
    assert "form" not in as_ada.get(url("topic_calls")).context


def test_a_department_of_another_school_cannot_be_asked(hill, vale, coming, as_ada):
    foreign = Department.objects.create(school=vale.school, name="Foreign")
    chosen = {"term": coming.pk, "whom": "some", "departments": [foreign.pk]}
    assert as_ada.post(url("topic_call_open"), chosen).status_code == 422
    assert as_ada.post(url("topic_call_open"), {"term": vale.term.pk, "whom": "all"}).status_code == 422
    assert not TopicCall.objects.exists()


def test_without_the_next_terms_dates_the_page_says_so_and_leads_there(hill, coming, as_ada, as_lena):
    coming.delete()
    page = as_ada.get(url("topic_calls")).content.decode()
    assert "The dates of the next term are missing" in page
    assert f'href="{url("terms")}"' in page
    assert url("terms") not in as_lena.get(url("topic_calls")).content.decode()


def test_the_list_takes_as_many_queries_for_one_call_as_for_three(hill, coming, as_ada, django_assert_num_queries):
    def opened(number):
        with django_assert_num_queries(number):
            assert as_ada.get(url("topic_calls")).status_code == 200

    def call_of(term, now):
        call = TopicCall.objects.create(school=hill.school, term=term, opened_at=now, opened_by=hill.ada)
        CallInvitation.objects.create(call=call, teacher=hill.ben, invited_at=now)

    call_of(Term.objects.get(name="This term"), NOW)
    opened(13)
    for number in (1, 2):
        past = date(2020 + number, 1, 1)
        about = {"school": hill.school, "name": f"Old {number}", "year": str(number)}
        call_of(Term.objects.create(**about, starts_on=past, ends_on=past + 60 * DAY), NOW)
    opened(13)


# --- Rules and the letter --------------------------------------------------------------------------------------


RULES = {"opens_by_itself": "on", "days_before": "10", "opens_at": "09:30", "reminders": "4; 8", "version": "1"}


def test_rules_are_written_the_first_time_and_then_changed(hill, as_ada):
    words = {"subject": "{name}: {term} at {school}?", "words": "Hello {name}"}
    assert as_ada.post(url("call_rules"), RULES | words).status_code == 302
    rules = CallRules.objects.get()
    assert (rules.days_before, rules.opens_at, rules.reminders) == (10, time(9, 30), [4, 8])
    assert (rules.subject, rules.words, rules.version) == ("{name}: {term} at {school}?", "Hello {name}", 2)
    lost = as_ada.post(url("call_rules"), RULES | {"reminders": "", "subject": "Mine"})
    assert lost.status_code == 409
    assert lost.context["form"]["subject"].value() == "Mine"
    assert ("Reminders, in days after the invitation", "4, 8") in lost.context["change"].stands
    again = as_ada.post(url("call_rules"), RULES | {"reminders": "", "version": "2"})
    assert (again.status_code, CallRules.objects.get().reminders) == (302, [])


def test_two_who_set_the_first_rules_do_not_overwrite_each_other(hill):
    values = {"days_before": 10}
    change_rules(school=hill.school, version=1, values=values, by=hill.ada, now=NOW)
    with pytest.raises(RowChanged):
        change_rules(school=hill.school, version=1, values={"days_before": 12}, by=hill.ada, now=NOW)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("subject", "Dear {nmae}", "“{nmae}” stands for nothing. In braces you can write {name}, {term} and {school}."),
        ("words", "{ name }", "“{ name }” stands for nothing. In braces you can write {name}, {term} and {school}."),
        ("reminders", "5, 9, 12", "Two reminders at most: nobody likes a third."),
        ("reminders", "9, 5", "The second reminder comes after the first."),
        ("reminders", "soon", "Write days as numbers from 1 to 60, such as 5, 9."),
        ("reminders", "0", "Write days as numbers from 1 to 60, such as 5, 9."),
        ("days_before", "61", "Ensure this value is less than or equal to 60."),
        ("words", "x" * 1501, "Ensure this value has at most 1500 characters (it has 1501)."),
    ],
)
def test_rules_that_make_no_sense_are_refused_with_a_sentence_and_kept_on_the_page(as_ada, field, typed, sentence):
    page = as_ada.post(url("call_rules"), RULES | {field: typed})
    assert (page.status_code, page.context["form"].errors) == (422, {field: [sentence]})
    assert page.context["form"][field].value() == typed
    assert not CallRules.objects.exists()


def test_the_preview_is_the_letter_that_is_sent_byte_for_byte(hill, coming, as_ada):
    words = {"subject": "{name}, {term}?", "words": "Dear {name},\n\n<b>tell</b> {school} & us."}
    as_ada.post(url("call_rules"), RULES | words)
    preview = as_ada.get(url("call_letter"), {"teacher": hill.ben.pk}).context["preview"]
    call = open_call(term=coming, by=hill.ada, now=datetime.now(tz=hill.school.zone))
    sent = Message.objects.get(member=hill.ben)
    assert (preview.letter.subject, preview.letter.text, preview.letter.html) == (sent.subject, sent.text, sent.html)
    assert sent.subject == "Ben Okafor, Next term, now?"
    frame = as_ada.get(preview.html_url)
    assert "&lt;b&gt;tell&lt;/b&gt; Hill School &amp; us." in frame.content.decode()
    assert "\ue002" not in frame.content.decode()
    assert frame.headers["Content-Security-Policy"].startswith("default-src 'none'")
    never_rests(hill.school)
    send(datetime.now(tz=hill.school.zone))
    reminder = as_ada.get(url("call_letter"), {"teacher": hill.ben.pk, "kind": "reminder"}).context["preview"]
    remind_now(call=call, by=hill.ada, now=datetime.now(tz=hill.school.zone) + DAY)
    assert reminder.letter.text == Message.objects.get(member=hill.ben, kind="reminder").text


def test_a_test_goes_to_oneself_and_its_link_answers_for_nobody(hill, coming, as_ada):
    for _ in range(2):
        page = as_ada.post(url("call_letter_test"), {"teacher": hill.ben.pk, "kind": "call"})
        assert page.status_code == 302
    first, second = Message.objects.all()
    assert {parseaddr(one.to_address)[1] for one in (first, second)} == {"ada@hill.example"}
    assert (first.kind, first.links, first.key == second.key) == ("test", {}, False)
    assert "\ue002" not in first.text + first.html
    link = f"/hill/in-touch/calls/letter/?kind=call&teacher={hill.ben.pk}"
    assert (link in first.text, link.replace("&", "&amp;") in first.html) == (True, True)


def test_the_preview_says_what_is_missing(hill, coming, as_ada):
    assert as_ada.get(url("call_letter"), {"teacher": "nobody", "kind": "odd"}).context["preview"].kind == "call"
    coming.delete()
    page = as_ada.get(url("call_letter"))
    assert (page.status_code, page.context["preview"].letter) == (200, None)
    told = as_ada.post(url("call_letter_test"), {"teacher": hill.ben.pk}, follow=True)
    assert [str(one) for one in told.context["messages"]] == ["There is no letter yet: see below, why."]


# --- What it costs ---------------------------------------------------------------------------------------------


def test_a_tick_asks_as_much_for_three_teachers_as_for_six_hundred(hill, term, django_assert_num_queries):
    def ticked(now, number):
        with django_assert_num_queries(number):
            see_to(term, now=now)

    due = datetime(2026, 12, 3, 8, tzinfo=hill.school.zone)
    ticked(due - timedelta(minutes=1), 2)
    ticked(due, 27)
    ticked(due, 10)
    Member.objects.bulk_create(
        Member(school=hill.school, name=f"T {n}", email=f"t{n}@hill.example", roles=["teacher"], created_at=NOW)
        for n in range(597)
    )
    ticked(due, 20)
    ticked(due + DAY, 10)
    assert len(letters()) == 600
