"""The pages of the outbox: what is seen there, and what a person does with a message, with many, and with the rules."""

import re
import socket
import threading
from datetime import time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from collab.errors import AlreadyDone, Refused, RowChanged
from collab.models import Role
from outreach.models import FailingAddress, MailRules, Message
from outreach.outbox.actions import cancel, looks_sent, send_again
from outreach.outbox.claiming import claim
from outreach.outbox.holding import change_rules, pause, resume
from outreach.outbox.many import leave_failed, send_failed_again, take_address_again, take_all_addresses_again, try_now
from outreach.outbox.permissions import may_keep_mail, may_see_message
from outreach.outbox.rules import rules_of
from outreach.outbox.sending import send_bunch, send_what_waits
from outreach.outbox.words import so_far
from tests.cast import NOW, make_member
from tests.clients import signed_in
from tests.messages import REFUSED, in_outbox, refused
from tests.racing import refusals

State, Kind = Message.State, Message.Kind
PART = {"HX-Request": "true", "HX-Target": "found"}
LONG_AGO = NOW - timedelta(days=4000)
LATER = NOW + timedelta(hours=2)
DOWN = "Nothing listens at mail.hill.example:587."
WORKER = "5e8b8f9e-0000-4000-8000-000000000000"
HOSTILE = '<img src=x onerror="alert(1)">'


def url(name, one=None, *, school="hill", query=None, **about):
    about |= {"message_id": one.pk} if one else {}
    return reverse(name, kwargs={"school_slug": school, **about}, query=query)


def titles(client, **query):
    answer = client.get(url("messages", query=query))
    assert answer.status_code == 200
    return [row.title for row in answer.context["rows"]]


def told(answer):
    """The sentences at the top of the page that a POST leads to."""
    return [str(message) for message in answer.context["messages"]]


def page_of(client, one):
    answer = client.get(url("message", one))
    assert answer.status_code == 200
    return answer.text


# --- Who ---------------------------------------------------------------------------------------------------


def test_librarians_and_administrators_keep_the_mail_and_nobody_else(hill, vale, as_ada, as_omar, as_ben, as_lena):
    one = in_outbox(hill.ben, State.SENT)
    pages = [url("messages"), url("message", one), url("message_html", one), url("mail_rules"), url("mail_check")]
    assert [[client.get(page).status_code for page in pages] for client in (as_ada, as_omar)] == [[200] * 5] * 2
    assert [[client.get(page).status_code for page in pages] for client in (as_ben, as_lena)] == [[403] * 5] * 2
    assert [person.name for person in hill.people if may_keep_mail(person)] == ["Ada Marlow", "Omar Haddad"]
    seen = [person for person in (*hill.people, vale.nils) if may_see_message(person, one)]
    visible = [person for person in seen if Message.objects.visible_to(person).filter(pk=one.pk).exists()]
    assert [person.name for person in seen] == [person.name for person in visible] == ["Ada Marlow", "Omar Haddad"]


def test_an_administrator_comes_to_the_mail_from_the_settings_and_back(hill, as_omar, as_ada):
    there, back = url("messages"), url("school_settings")
    assert f'href="{there}"' in as_omar.get(back).text
    assert 'class="eyebrow"' in as_omar.get(there).text
    assert 'aria-label="In touch"' not in as_omar.get(there).text
    assert 'aria-label="In touch"' in as_ada.get(there).text


def test_somebody_of_another_school_learns_nothing(hill, vale, as_nils):
    one = in_outbox(hill.ben, State.FAILED)
    failing = refused(hill.ben)
    assert as_nils.get(url("message", one, school="vale")).status_code == 404
    assert as_nils.get(url("message_html", one, school="vale")).status_code == 404
    assert as_nils.post(url("message_again", one, school="vale")).status_code == 404
    assert as_nils.post(url("failing_address_clear", school="vale", address_id=failing.pk)).status_code == 404
    as_nils.post(url("messages_again", school="vale"))
    as_nils.post(url("messages_leave", school="vale"))
    as_nils.post(url("failing_addresses_clear", school="vale"))
    one.refresh_from_db()
    assert (one.state, FailingAddress.objects.count()) == (State.FAILED, 1)
    assert titles_at_vale(as_nils) == []


def titles_at_vale(client):
    return [row.title for row in client.get(url("messages", school="vale")).context["rows"]]


# --- The list ----------------------------------------------------------------------------------------------


def test_an_empty_outbox_says_what_will_be_there(hill, as_omar):
    page = as_omar.get(url("messages")).text
    assert "No mail yet" in page
    assert "Find messages" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Kites", "Rivers", "Volcanoes", "Digest"]),
        ({"state": "sent"}, ["Rivers", "Digest"]),
        ({"state": "trouble"}, ["Volcanoes"]),
        ({"kind": "digest"}, ["Rivers", "Digest"]),
        ({"q": "riv"}, ["Rivers"]),
        ({"q": "OKAFOR kit"}, ["Kites"]),
        ({"q": "cleo@hill"}, ["Rivers", "Volcanoes"]),
        ({"q": "digest"}, []),
        ({"q": "100%"}, []),
        ({"state": "x", "kind": "y", "page": "-3", "q": " "}, ["Kites", "Rivers", "Volcanoes", "Digest"]),
        ({"page": "7"}, []),
    ],
)
def test_messages_are_narrowed_as_asked_newest_first(hill, as_omar, query, expected):
    gone = {"subject": "", "text": "", "html": "", "to_name": "", "to_address": "", "reduced_at": NOW}
    in_outbox(hill.ben, State.SENT, kind=Kind.DIGEST, created_at=NOW - timedelta(days=100), **gone)
    in_outbox(hill.cleo, State.FAILED, subject="Volcanoes", created_at=NOW - timedelta(hours=3))
    in_outbox(hill.cleo, State.SENT, subject="Rivers", kind=Kind.DIGEST, created_at=NOW - timedelta(hours=2))
    in_outbox(hill.ben, subject="Kites", created_at=NOW - timedelta(hours=1))
    assert titles(as_omar, **query) == expected


def test_htmx_gets_the_part_alone_and_others_the_page(hill, as_omar):
    in_outbox(hill.ben, State.SENT, subject="Kites")
    part = as_omar.get(url("messages", query={"q": "kit"}), headers=PART)
    assert part.text.startswith('<div id="found">')
    assert part["HX-Push-Url"] == "/hill/in-touch/mail/?q=kit"
    page = as_omar.get(url("messages", query={"q": "kit"})).text
    assert part.text.partition('<span id="filters-set"')[0].strip() in page


def test_many_messages_are_paged_and_not_all_counted(hill, as_omar):
    Message.objects.bulk_create(
        Message(
            school=hill.school,
            kind=Kind.DIGEST,
            key=f"digest:{number}",
            subject=f"Digest {number}",
            state=State.SENT,
            not_before=NOW,
            created_at=NOW,
            finished_at=NOW,
        )
        for number in range(1002)
    )
    first = as_omar.get(url("messages"))
    assert (len(first.context["rows"]), first.context["found"].counted) == (50, "1,000+ messages")
    assert titles(as_omar, page=21) == ["Digest 1", "Digest 0"]


def test_what_needs_a_person_does_not_stand_in_the_way_of_the_next_page(hill, as_omar):
    for _ in range(51):
        in_outbox(hill.ben, State.FAILED)
    assert "Needs you" in as_omar.get(url("messages")).text
    assert "Needs you" not in as_omar.get(url("messages", query={"page": 2})).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_whatever_there_is(hill, as_omar, django_assert_num_queries, number):
    people = [hill.ben, hill.cleo, hill.hugo][:number]
    for index, member in enumerate(people):
        for state in (State.QUEUED, State.SENT, State.FAILED, State.UNKNOWN):
            in_outbox(member, state, last_error=f"{DOWN} {index}" if state != State.SENT else "")
        refused(member)
        refused(member, address=f"old-{index}@hill.example")
        in_outbox(member, State.FAILED, to_address=f"old-{index}@hill.example")
    one = in_outbox(hill.ada, State.SENT, caused_by=hill.ada, settled_by=hill.omar)
    never_rests(hill)
    with django_assert_num_queries(13):
        page = as_omar.get(url("messages")).text
    assert page.count('<th scope="row">') == 5 * number + 1
    with django_assert_num_queries(5):
        as_omar.get(url("messages"), headers=PART)
    with django_assert_num_queries(5):
        as_omar.get(url("message", one))
    with django_assert_num_queries(3):
        as_omar.get(url("message_html", one))
    with django_assert_num_queries(6):
        as_omar.get(url("mail_check"))


@pytest.mark.parametrize(
    ("values", "at", "expected"),
    [
        ({}, NOW, "Within a few minutes"),
        ({"not_before": NOW + timedelta(minutes=20)}, NOW, "From 12:50"),
        (
            {"not_before": NOW + timedelta(minutes=20), "attempts": 2, "last_error": DOWN},
            NOW,
            f"Tried again 12:50. Last try: {DOWN}",
        ),
        ({"not_before": NOW + timedelta(hours=10)}, NOW, "From Thursday 06:30"),
        ({"claimed_by": WORKER, "claimed_at": NOW}, NOW, "About to go out"),
        ({"attempts": 1, "last_error": DOWN}, NOW, f"Within a few minutes. Last try: {DOWN}"),
        ({"kind": Kind.TEST}, NOW + timedelta(hours=8), "Within a few minutes"),
        ({}, NOW + timedelta(hours=8), "Quiet hours, until Thursday 06:30"),
        ({}, NOW + timedelta(hours=14), "Quiet hours, until 06:30"),
        ({}, NOW + timedelta(days=3), "Weekend, until Monday 06:30"),
        ({"not_before": NOW + timedelta(days=30)}, NOW, "From 18 Dec, 12:30"),
    ],
)
def test_a_message_says_why_it_waits_and_until_when(hill, values, at, expected):
    one = in_outbox(hill.ben, **values)
    assert in_school(hill, lambda: so_far(one, rules=rules_of(hill.school), now=at)) == expected


def in_school(hill, said):
    with timezone.override(hill.school.time_zone):
        return said()


def test_while_the_mail_is_paused_every_message_says_so(hill):
    one = in_outbox(hill.ben, not_before=LATER)
    pause(by=hill.ada, now=NOW)
    rules = MailRules.objects.select_related("school").get()
    assert so_far(one, rules=rules, now=NOW) == "The mail is paused"


def test_what_needs_a_person_stands_above_the_list(hill, as_omar):
    for member in (hill.ben, hill.cleo):
        in_outbox(member, State.FAILED, last_error="554 Relay access denied")
    in_outbox(hill.hugo, State.FAILED, last_error=REFUSED)
    refused(hill.hugo)
    unknown = in_outbox(hill.lena, State.UNKNOWN, subject="Kites", last_error="Its worker ended.")
    page = as_omar.get(url("messages")).text
    assert "3 messages failed" in page
    assert "2 messages, the last on" in page
    assert "To Lena Voss. Perhaps it was sent: Its worker ended." in page
    assert "hugo@hill.example</span> is refused" in page
    assert url("message_settle", unknown) in page
    assert reverse("person_change", kwargs={"school_slug": "hill", "member_id": hill.hugo.pk}) in page


def test_nothing_needs_a_person_where_all_is_well(hill, as_omar):
    in_outbox(hill.ben, State.SENT)
    in_outbox(hill.cleo)
    page = as_omar.get(url("messages")).text
    assert "Needs you" not in page
    assert "does not take" not in page


def test_where_no_mail_leaves_the_machine_the_pages_say_so(hill, as_omar, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    for name in ("messages", "mail_check"):
        assert "No mail leaves this machine" in as_omar.get(url(name)).text
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name in ("messages", "mail_check"):
        assert "No mail leaves this machine" not in as_omar.get(url(name)).text


# --- One message ---------------------------------------------------------------------------------------------


def test_a_message_is_shown_as_its_reader_sees_it_and_its_personal_link_is_hidden(hill, as_omar):
    one = in_outbox(hill.ben, State.SENT, headers={"List-Unsubscribe": "<\ue002stop\ue003>"})
    page = page_of(as_omar, one)
    assert "answer here: (the personal link)" in page
    assert "&lt;(the personal link)&gt;" in page
    assert f'src="{url("message_html", one)}"' in page
    assert "\ue002" not in page
    html = as_omar.get(url("message_html", one))
    assert '<a href="#">Answer</a>' in html.text
    assert html.text.count("<base") == 1


def test_the_html_of_a_message_may_do_nothing_and_stand_in_our_frames_alone(hill, as_omar):
    one = in_outbox(hill.ben, State.SENT)
    html, page = as_omar.get(url("message_html", one)), as_omar.get(url("message", one))
    assert html.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
    )
    assert html.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-src" not in as_omar.get(url("messages")).headers["Content-Security-Policy"]
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text


def test_hostile_words_stay_words(hill, as_omar):
    one = in_outbox(
        hill.ben,
        State.UNKNOWN,
        subject=f"{HOSTILE} Kites",
        to_name=HOSTILE,
        text=HOSTILE,
        last_error=f"{HOSTILE}\r\nBcc: all@hill.example",
        headers={HOSTILE: HOSTILE},
    )
    in_outbox(hill.cleo, State.FAILED, last_error=f"550 {HOSTILE}")
    refused(hill.cleo, sentence=f"550 {HOSTILE}")
    for page in (as_omar.get(url("messages")).text, page_of(as_omar, one)):
        assert "<img" not in page
        assert "&lt;img src=x onerror=" in page


def test_a_reduced_message_shows_what_is_left_of_it(hill, as_omar):
    gone = {"subject": "", "text": "", "html": "", "to_name": "", "to_address": "", "links": {}, "reduced_at": NOW}
    one = in_outbox(hill.ben, State.FAILED, kind=Kind.DIGEST, **gone)
    page = page_of(as_omar, one)
    assert "Only this line is left" in page
    assert "Ben Okafor" in page
    assert "Send again" not in page
    assert as_omar.get(url("message_html", one)).status_code == 404
    assert told(as_omar.post(url("message_again", one), follow=True)) == [
        "Its text and its address are not kept any more, so there is nothing to send."
    ]


def test_its_story_says_who_and_when(hill, as_omar):
    one = in_outbox(hill.ben, State.UNKNOWN, caused_by=hill.ada, last_error="Its worker ended.", attempts=3)
    assert words_of_story(as_omar, one) == [
        "Written because Ada Marlow sent out the call for topics",
        "Handed to the mail server 3 times, the last time",
        "Its worker ended.",
        "Nobody knows whether it went out",
    ]
    looks_sent(message=one, by=hill.omar, now=NOW)
    assert words_of_story(as_omar, one)[-1] == "Omar Haddad said that it looks sent"
    two = in_outbox(hill.ben, State.FAILED, last_error=REFUSED)
    send_again(message=two, by=hill.omar, now=NOW)
    assert words_of_story(as_omar, two) == ["Written by itself", "Omar Haddad sent it again"]
    cancel(message=two, by=hill.ada, now=NOW)
    assert words_of_story(as_omar, two) == ["Written by itself", "Ada Marlow cancelled it"]


def words_of_story(client, one):
    return [event.words for event in client.get(url("message", one)).context["story"]]


# --- What a person does with one ------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.FAILED, State.UNKNOWN, State.CANCELLED])
def test_a_message_is_sent_again_under_its_message_id(hill, as_omar, state):
    one = in_outbox(hill.ben, state, last_error=DOWN, attempts=12)
    answer = as_omar.post(url("message_again", one), follow=True)
    assert told(answer) == ["It goes out again."]
    again = Message.objects.get()
    assert (again.state, again.attempts, again.last_error, again.finished_at) == (State.QUEUED, 0, "", None)
    assert (again.claimed_by, again.claimed_at, again.settled_by) == (None, None, hill.omar)
    assert (again.message_id, again.to_address) == (one.message_id, "ben@hill.example")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.QUEUED, "It waits to go out already."),
        (State.SENDING, "It is on its way to the mail server, and nobody can hold it any more."),
        (State.SENT, "It was sent in the meantime."),
    ],
)
def test_what_waits_or_is_out_is_not_sent_again(hill, as_omar, state, sentence):
    one = in_outbox(hill.ben, state)
    assert told(as_omar.post(url("message_again", one), follow=True)) == [sentence]
    one.refresh_from_db()
    assert one.state == state


def test_sent_again_it_goes_to_the_address_of_today_and_the_old_one_holds_nothing_up(hill):
    one = in_outbox(hill.ben, State.FAILED, to_address="old@hill.example", last_error=REFUSED)
    refused(hill.ben, address="old@hill.example")
    send_again(message=one, by=hill.ada, now=NOW)
    one.refresh_from_db()
    assert one.to_address == "ben@hill.example"
    assert [failing.address for failing in FailingAddress.objects.all()] == ["old@hill.example"]


def test_sending_again_to_a_refused_address_clears_it(hill):
    one = in_outbox(hill.ben, State.FAILED, last_error=REFUSED)
    refused(hill.ben)
    refused(hill.cleo)
    send_again(message=one, by=hill.ada, now=NOW)
    assert [failing.address for failing in FailingAddress.objects.all()] == ["cleo@hill.example"]


def test_nothing_is_sent_again_to_who_has_left(hill, as_omar):
    hill.ben.deactivated_at = NOW
    hill.ben.save()
    one = in_outbox(hill.ben, State.FAILED)
    assert "Send again" not in page_of(as_omar, one)
    with pytest.raises(Refused, match="Ben Okafor has left the school"):
        send_again(message=Message.objects.get(), by=hill.ada, now=NOW)


def test_a_person_may_send_again_what_is_too_late(hill, as_omar):
    one = in_outbox(hill.ben, State.CANCELLED, not_after=LONG_AGO)
    two = in_outbox(hill.cleo, State.FAILED, not_after=LATER)
    assert "It was of use until" in page_of(as_omar, one)
    for message in (one, two):
        send_again(message=message, by=hill.ada, now=NOW)
        message.refresh_from_db()
    assert (one.not_after, two.not_after) == (None, LATER)


@pytest.mark.parametrize("state", [State.QUEUED, State.FAILED])
def test_what_waits_or_failed_is_cancelled(hill, as_omar, state):
    one = in_outbox(hill.ben, state)
    assert told(as_omar.post(url("message_cancel", one), follow=True)) == ["It is cancelled."]
    one.refresh_from_db()
    assert (one.state, one.settled_by, one.claimed_at) == (State.CANCELLED, hill.omar, None)
    assert told(as_omar.post(url("message_cancel", one), follow=True)) == ["It was cancelled in the meantime."]


def test_a_message_in_the_bunch_of_a_worker_is_cancelled_and_one_on_its_way_is_not(hill, as_omar):
    claimed = in_outbox(hill.ben, claimed_by=WORKER, claimed_at=NOW)
    on_its_way = in_outbox(hill.cleo, State.SENDING)
    as_omar.post(url("message_cancel", claimed))
    sentence = "It is on its way to the mail server, and nobody can hold it any more."
    assert sentence in page_of(as_omar, on_its_way)
    assert "Cancel it" not in page_of(as_omar, on_its_way)
    assert told(as_omar.post(url("message_cancel", on_its_way), follow=True)) == [sentence]
    claimed.refresh_from_db()
    on_its_way.refresh_from_db()
    assert (claimed.state, claimed.claimed_by, on_its_way.state) == (State.CANCELLED, None, State.SENDING)


def test_what_was_perhaps_sent_is_settled_by_one_click_from_the_list(hill, as_omar):
    one, two = (in_outbox(member, State.UNKNOWN, last_error="Its worker ended.") for member in (hill.ben, hill.cleo))
    answer = as_omar.post(url("message_settle", one), {"back": "list"}, follow=True)
    assert (answer.redirect_chain[-1][0], told(answer)) == (url("messages"), ["It counts as sent."])
    answer = as_omar.post(url("message_again", two), {"back": "list"}, follow=True)
    assert (answer.redirect_chain[-1][0], told(answer)) == (url("messages"), ["It goes out again."])
    one.refresh_from_db()
    assert (one.state, one.settled_by) == (State.SENT, hill.omar)
    assert told(as_omar.post(url("message_settle", two), follow=True)) == ["It waits to go out already."]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_the_second_hears_of_the_first(hill):
    one = in_outbox(hill.ben, State.UNKNOWN)
    refusal = refusals(
        lambda: looks_sent(message=one, by=hill.ada, now=NOW),
        lambda: send_again(message=one, by=hill.omar, now=NOW),
        of=AlreadyDone,
    )
    assert refusal == ["It was sent in the meantime."]
    assert Message.objects.get().settled_by == hill.ada


# --- After a day without a mail server -------------------------------------------------------------------------


def test_what_failed_for_one_reason_is_sent_again_at_once(hill, as_omar):
    for member in (hill.ben, hill.cleo):
        in_outbox(member, State.FAILED, last_error=DOWN)
    other = in_outbox(hill.hugo, State.FAILED, last_error="554 Relay access denied")
    answer = as_omar.post(url("messages_again"), {"error": DOWN}, follow=True)
    assert told(answer) == ["2 messages go out again."]
    assert states() == {"Ben Okafor": "queued", "Cleo Tanaka": "queued", "Hugo Lindqvist": "failed"}
    other.refresh_from_db()
    assert other.attempts == 1
    again = as_omar.post(url("messages_again"), {"error": DOWN}, follow=True)
    assert told(again) == ["None of them waits for this any more."]


def states():
    return dict(Message.objects.values_list("to_name", "state"))


def test_what_is_too_late_or_can_reach_nobody_is_left_out_and_told(hill, as_omar):
    hill.lena.deactivated_at = NOW
    hill.lena.save()
    in_outbox(hill.ben, State.FAILED)
    in_outbox(hill.cleo, State.FAILED, not_after=LONG_AGO)
    in_outbox(hill.lena, State.FAILED)
    in_outbox(hill.hugo, State.FAILED, to_address="hugo@hill.example")
    in_outbox(hill.ada, State.FAILED, to_address="old@hill.example")
    in_outbox(hill.omar, State.FAILED, subject="", reduced_at=NOW)
    refused(hill.hugo)
    refused(hill.ada, address="old@hill.example")
    answer = as_omar.post(url("messages_again"), follow=True)
    assert told(answer) == [
        "2 messages go out again. 3 stay as they are: they are too late by now, or nobody can take mail there."
    ]
    assert {name for name, state in states().items() if state == "queued"} == {"Ben Okafor", "Ada Marlow"}
    assert Message.objects.get(member=hill.ada).to_address == "ada@hill.example"


def test_what_failed_is_left_at_that(hill, as_omar):
    for member in (hill.ben, hill.cleo):
        in_outbox(member, State.FAILED, last_error=DOWN)
    in_outbox(hill.hugo, State.FAILED, last_error=REFUSED)
    assert told(as_omar.post(url("messages_leave"), {"error": REFUSED}, follow=True)) == ["It is left at that."]
    assert told(as_omar.post(url("messages_leave"), follow=True)) == ["2 messages are left at that."]
    assert set(states().values()) == {"cancelled"}
    assert Message.objects.values_list("last_error", flat=True).get(member=hill.ben) == DOWN
    with pytest.raises(AlreadyDone):
        leave_failed(error=None, by=hill.ada, now=NOW)


def test_what_would_be_tried_again_later_is_tried_now(hill, as_omar):
    never_rests(hill)
    far = NOW + timedelta(days=3650)
    tried = in_outbox(hill.ben, attempts=4, last_error=DOWN, not_before=far)
    planned = in_outbox(hill.cleo, not_before=far)
    page = as_omar.get(url("messages")).text
    assert "1 message was tried and not taken, and is tried again by itself" in page
    assert DOWN in page
    assert told(as_omar.post(url("messages_now"), follow=True)) == ["It is tried again within a minute."]
    tried.refresh_from_db()
    planned.refresh_from_db()
    assert (tried.attempts, tried.not_before < far, planned.not_before) == (4, True, far)
    with pytest.raises(AlreadyDone):
        try_now(by=hill.ada, now=far)


def test_nothing_is_promised_for_now_while_the_mail_rests(hill, as_omar, monkeypatch):
    night = NOW + timedelta(hours=10)  # Half past ten in the evening, in Sydney.
    monkeypatch.setattr(timezone, "now", lambda: night)
    resting = "Quiet hours, until Thursday 06:30."
    for number, said in [(1, "It is tried again"), (2, "2 messages are tried again")]:
        in_outbox(hill.ben, attempts=3, last_error=DOWN, not_before=night + timedelta(minutes=30))
        Message.objects.update(not_before=night + timedelta(minutes=30))
        assert "Try now" not in as_omar.get(url("messages")).text
        answer = as_omar.post(url("messages_now"), follow=True)
        assert told(answer) == [f"{said} as soon as mail goes out. {resting}"]
        assert Message.objects.filter(not_before=night).count() == number
    as_omar.post(url("messages_pause"), follow=True)
    assert told(as_omar.post(url("messages_resume"), follow=True)) == [f"The mail is not paused any more. {resting}"]


@pytest.mark.django_db(transaction=True)
def test_two_who_send_all_again_at_once_send_it_once(hill):
    in_outbox(hill.ben, State.FAILED, last_error=DOWN)
    results = []
    refusal = refusals(
        lambda: results.append(send_failed_again(error=None, by=hill.ada, now=NOW)),
        lambda: results.append(send_failed_again(error=None, by=hill.omar, now=NOW)),
        of=AlreadyDone,
    )
    assert (results, refusal) in (([(1, 0), (0, 1)], []), ([(1, 0)], ["None of them waits for this any more."]))
    assert Message.objects.get().settled_by == hill.ada


# --- Addresses that are refused -----------------------------------------------------------------------------------


def test_a_refused_address_is_tried_again_with_what_failed_there(hill, as_omar):
    failing = refused(hill.ben)
    in_outbox(hill.ben, State.FAILED, last_error=REFUSED)
    in_outbox(hill.cleo, State.FAILED, last_error=REFUSED)
    clear = url("failing_address_clear", address_id=failing.pk)
    assert told(as_omar.post(clear, follow=True)) == ["1 message goes out again."]
    assert states() == {"Ben Okafor": "queued", "Cleo Tanaka": "failed"}
    assert as_omar.post(clear).status_code == 404
    with pytest.raises(AlreadyDone, match=r"ben@hill\.example takes mail again already"):
        take_address_again(failing=failing, by=hill.ada, now=NOW)


def test_a_corrected_address_gets_what_failed_at_the_old_one(hill, as_omar):
    failing = refused(hill.ben, address="old@hill.example")
    one = in_outbox(hill.ben, State.FAILED, to_address="old@hill.example", last_error=REFUSED)
    page = as_omar.get(url("messages")).text
    assert "Meant for Ben Okafor, who is at ben@hill.example by now." in page
    assert "Send to the new one" in page
    take_address_again(failing=failing, by=hill.omar, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.to_address) == (State.QUEUED, "ben@hill.example")


def test_an_address_that_nobody_has_any_more_can_be_forgotten(hill, as_omar):
    failing = refused(hill.ben, address="gone@hill.example")
    page = as_omar.get(url("messages")).text
    assert "Nobody here has this address any more." in page
    assert "Forget it" in page
    clear = url("failing_address_clear", address_id=failing.pk)
    assert told(as_omar.post(clear, follow=True)) == ["Mail goes there again."]
    assert not FailingAddress.objects.exists()


def test_all_refused_addresses_are_tried_again_after_a_wrong_set_up(hill, as_omar):
    for member in (hill.ben, hill.cleo):
        refused(member)
        in_outbox(member, State.FAILED, last_error="550 Relay access denied")
    assert "Try all of them again" in as_omar.get(url("messages")).text
    assert told(as_omar.post(url("failing_addresses_clear"), follow=True)) == ["2 messages go out again."]
    assert not FailingAddress.objects.exists()
    with pytest.raises(AlreadyDone):
        take_all_addresses_again(by=hill.ada, now=NOW)


def test_a_librarian_is_not_led_to_correct_an_administrator_whom_she_may_not_change(hill, as_omar):
    one = refused(hill.omar)
    there = reverse("person_change", kwargs={"school_slug": "hill", "member_id": hill.omar.pk})
    assert there in as_omar.get(url("messages")).text
    assert one.address == "omar@hill.example"
    both = make_member(hill.school, "pia", "Pia Roy", [Role.LIBRARIAN])
    assert there not in signed_in(both).get(url("messages")).text


# --- Pause and rules ----------------------------------------------------------------------------------------------


def test_all_mail_is_paused_and_let_out_again(hill, as_omar):
    never_rests(hill)
    claimed = in_outbox(hill.ben, claimed_by=WORKER, claimed_at=NOW)
    on_its_way = in_outbox(hill.cleo, State.SENDING)
    answer = as_omar.post(url("messages_pause"), follow=True)
    assert told(answer) == ["The mail is paused. What is written meanwhile waits."]
    assert "Omar Haddad paused it on" in answer.text
    claimed.refresh_from_db()
    on_its_way.refresh_from_db()
    assert (claimed.claimed_by, claimed.claimed_at, claimed.state) == (None, None, State.QUEUED)
    assert on_its_way.claimed_by is not None
    assert told(as_omar.post(url("messages_pause"), follow=True)) == ["Somebody paused the mail in the meantime."]
    assert told(as_omar.post(url("messages_resume"), follow=True)) == ["The mail goes out again."]
    rules = MailRules.objects.get()
    assert (rules.paused_at, rules.paused_by, rules.version) == (None, None, 2)  # As `never_rests` left it.
    with pytest.raises(AlreadyDone, match="Somebody let the mail go out again"):
        resume(by=hill.ada, now=NOW)


def test_what_waited_in_a_pause_is_held_against_nobody(hill, as_omar):
    never_rests(hill)
    in_outbox(hill.ben, not_before=LONG_AGO)
    assert "Nobody carries the mail" in as_omar.get(url("messages")).text
    as_omar.post(url("messages_pause"), follow=True)
    answer = as_omar.post(url("messages_resume"), follow=True)
    assert told(answer) == ["The mail goes out again."]
    assert "Nobody carries the mail" not in answer.text


def test_one_school_pauses_its_own_mail_alone(hill, vale):
    other = in_outbox(vale.nils, claimed_by=WORKER, claimed_at=NOW)
    pause(by=hill.ada, now=NOW)
    other.refresh_from_db()
    assert (other.claimed_at, rules_of(vale.school).paused_at) == (NOW, None)


def test_a_pause_stops_a_worker_in_the_middle_of_its_bunch(hill):
    for member in (hill.ben, hill.cleo):
        in_outbox(member, kind=Kind.TEST)
    taken, bunch = claim(now=NOW)
    pause(by=hill.ada, now=NOW)
    send_bunch(taken, bunch, clock=lambda: NOW)
    assert (mail.outbox, set(states().values())) == ([], {"queued"})
    resume(by=hill.ada, now=NOW)
    send_what_waits(clock=lambda: NOW)
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "Ben Okafor <ben@hill.example>",
        "Cleo Tanaka <cleo@hill.example>",
    ]


def test_what_is_cancelled_in_the_bunch_of_a_worker_does_not_go_out(hill):
    one = in_outbox(hill.ben, kind=Kind.TEST)
    taken, bunch = claim(now=NOW)
    cancel(message=one, by=hill.ada, now=NOW)
    send_bunch(taken, bunch, clock=lambda: NOW)
    assert (mail.outbox, states()) == ([], {"Ben Okafor": "cancelled"})


def test_sent_again_it_goes_out_as_the_same_message(hill):
    one = in_outbox(hill.ben, State.FAILED, kind=Kind.TEST, attempts=12, last_error=DOWN)
    send_again(message=one, by=hill.ada, now=NOW)
    send_what_waits(clock=lambda: NOW)
    assert [letter.message()["Message-ID"] for letter in mail.outbox] == [one.message_id]
    again = Message.objects.get()
    assert (again.state, again.attempts) == (State.SENT, 1)


RULES = {"quiet_from": "20:00", "quiet_until": "07:00", "goes_out_on_weekends": "on", "keep_days": "30", "version": "1"}


def test_quiet_hours_weekends_and_how_long_texts_are_kept_are_set(hill, as_omar):
    page = as_omar.get(url("mail_rules")).text
    assert re.findall(r'value="(19:00|06:30|90)"', page) == ["19:00", "06:30", "90"]
    assert not MailRules.objects.exists()
    answer = as_omar.post(url("mail_rules"), RULES, follow=True)
    assert told(answer) == ["Saved."]
    rules = MailRules.objects.get()
    assert (rules.quiet_from, rules.quiet_until, rules.goes_out_on_weekends) == (time(20), time(7), True)
    assert (rules.keep_days, rules.version, rules.changed_by) == (30, 2, hill.omar)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"quiet_from": "tea time"}, "Write a time such as 19:00."),
        ({"quiet_until": "25:00"}, "Write a time such as 6:30."),
        ({"keep_days": "1"}, "At least 7 days, so that what fails can be looked at."),
        ({"keep_days": "731"}, "At most 730 days, which is two years."),
        ({"keep_days": "99999999999999"}, "At most 730 days, which is two years."),
        ({"keep_days": HOSTILE}, "Write a number of days."),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays_typed(hill, as_omar, typed, sentence):
    answer = as_omar.post(url("mail_rules"), RULES | typed)
    assert answer.status_code == 422
    [name] = typed
    assert answer.context["form"].errors == {name: [sentence]}
    assert answer.context["form"][name].value() == typed[name]
    assert "<img" not in answer.text
    assert not MailRules.objects.exists()


def test_who_saves_second_sees_what_the_first_one_saved(hill, as_omar):
    first = {"quiet_from": time(21), "quiet_until": time(6), "goes_out_on_weekends": True, "keep_days": 30}
    change_rules(version=1, values=first, by=hill.ada, now=NOW)
    answer = as_omar.post(url("mail_rules"), RULES | {"quiet_until": "06:00"})
    assert answer.status_code == 409
    assert answer.context["change"].stands == [("Quiet from", "21:00")]
    assert "Ada Marlow changed this" in answer.text
    assert 'value="20:00"' in answer.text
    again = as_omar.post(url("mail_rules"), RULES | {"version": answer.context["change"].version})
    assert again.status_code == 302
    assert MailRules.objects.get().quiet_from == time(20)
    with pytest.raises(RowChanged):
        change_rules(version=1, values=first, by=hill.ada, now=NOW)


# --- The check of the set-up ------------------------------------------------------------------------------------------


def words_of(answer, part="set_up"):
    return {finding.about: (finding.tone, finding.words) for finding in answer.context[part]}


@pytest.fixture
def smtp(settings):
    """Settings as of a school with a mail server of its own."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.hill.example", 587
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = True, False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "postbox", "s3cret-word"
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_DOMAIN = "Collab <collab@hill-school.org>", "hill-school.org"
    settings.SITE_URL, settings.MAIL_PER_MINUTE = "https://collab.hill-school.org", 30
    return settings


def test_the_set_up_is_told_in_words_and_without_the_password(hill, as_omar, smtp):
    answer = as_omar.get(url("mail_check"))
    assert words_of(answer) == {
        "Which way mail goes": ("good", "To the mail server mail.hill.example, port 587."),
        "On the way there": ("good", "Encrypted (STARTTLS)."),
        "Signing in there": ("good", "With a user name and a password."),
        "The sender": (
            "good",
            "Mail comes from Collab <collab@hill-school.org>. Its links lead to collab.hill-school.org, "
            "which belongs to it.",
        ),
        "Links in mail": ("good", "They begin with https://collab.hill-school.org."),
        "How fast": ("good", "At most 30 messages a minute (MAIL_PER_MINUTE)."),
    }
    assert "s3cret-word" not in answer.text
    assert "postbox" not in answer.text


@pytest.mark.parametrize(
    ("changed", "about", "tone"),
    [
        ({"EMAIL_USE_TLS": False}, "On the way there", "error"),
        ({"EMAIL_USE_TLS": False, "EMAIL_HOST": "localhost"}, "On the way there", "plain"),
        ({"EMAIL_HOST_PASSWORD": ""}, "Signing in there", "error"),
        ({"MAIL_DOMAIN": "localhost"}, "The sender", "error"),
        ({"MAIL_DOMAIN": "school.local"}, "The sender", "error"),
        ({"MAIL_DOMAIN": "elsewhere.org"}, "The sender", "plain"),
        ({"SITE_URL": "http://collab.hill-school.org"}, "Links in mail", "waiting"),
    ],
)
def test_what_is_not_right_with_the_set_up_is_marked(hill, as_omar, smtp, changed, about, tone):
    for name, value in changed.items():
        setattr(smtp, name, value)
    assert words_of(as_omar.get(url("mail_check")))[about][0] == tone


def test_a_mail_service_is_named(hill, as_omar, settings):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    words = words_of(as_omar.get(url("mail_check")))
    assert words["Which way mail goes"] == ("good", "Through the mail service Postmark.")
    assert "On the way there" not in words


def test_mail_that_nobody_carries_is_told(hill, as_omar):
    never_rests(hill)
    assert words_of(as_omar.get(url("mail_check")), "moving") == {
        "Going out": ("good", "What is written goes out within a few minutes."),
        "Last sent": ("plain", "Nothing has been sent yet."),
        "Last failed": ("good", "Nothing waits here that failed."),
    }
    in_outbox(hill.ben, not_before=LONG_AGO)
    in_outbox(hill.cleo, State.FAILED, last_error=DOWN)
    words = words_of(as_omar.get(url("mail_check")), "moving")
    assert words["Going out"][0] == "error"
    assert "Is the worker running" in words["Going out"][1]
    assert words["Last failed"][0] == "waiting"
    assert "Nobody carries the mail" in as_omar.get(url("messages")).text
    pause(by=hill.ada, now=NOW)
    assert words_of(as_omar.get(url("mail_check")), "moving")["Going out"][0] == "waiting"
    assert "Nobody carries the mail" not in as_omar.get(url("messages")).text


def never_rests(hill):
    values = {"quiet_from": time(0), "quiet_until": time(0), "goes_out_on_weekends": True}
    change_rules(version=1, values=values, by=hill.ada, now=NOW)


def test_a_test_to_oneself_goes_through_the_outbox(hill, as_omar):
    answer = as_omar.post(url("mail_check"), follow=True)
    one = Message.objects.get()
    assert answer.redirect_chain[-1][0] == url("message", one)
    assert told(answer) == ["The test message is in the outbox."]
    assert (one.kind, one.to_address, one.caused_by) == (Kind.TEST, "omar@hill.example", hill.omar)
    assert "Hill School arrives" in one.text
    assert "Hill School arrives" in one.html
    assert mail.outbox == []


def test_who_has_no_address_is_told_so(hill, as_omar):
    hill.omar.email = ""
    hill.omar.save()
    assert told(as_omar.post(url("mail_check"), follow=True)) == [
        "There is no e-mail address of yours here. Enter one in your details first."
    ]
    assert not Message.objects.exists()


def test_the_mail_server_is_asked_by_a_post_alone_and_its_answer_told(hill, as_omar, smtp):
    assert as_omar.get(url("mail_server_reach")).status_code == 405
    with Server(b"220 mail.hill.example ready\r\n", b"250 mail.hill.example\r\n", b"221 bye\r\n") as port:
        smtp.EMAIL_HOST, smtp.EMAIL_PORT, smtp.EMAIL_USE_TLS, smtp.EMAIL_HOST_USER = "127.0.0.1", port, False, ""
        [sentence] = told(as_omar.post(url("mail_server_reach"), follow=True))
    assert sentence == f"The mail server (127.0.0.1, port {port}) answers. Whether mail arrives, a test message says."


def test_a_mail_server_that_cannot_be_reached_is_told_in_words(hill, as_omar, smtp):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        smtp.EMAIL_HOST, smtp.EMAIL_PORT = "127.0.0.1", taken.getsockname()[1]
        [sentence] = told(as_omar.post(url("mail_server_reach"), follow=True))
    assert sentence == f"Nothing listens at 127.0.0.1:{smtp.EMAIL_PORT}."


def test_without_a_mail_server_there_is_none_to_ask(hill, as_omar):
    assert "Ask the mail server" not in as_omar.get(url("mail_check")).text
    assert told(as_omar.post(url("mail_server_reach"), follow=True)) == [
        "There is no mail server to be asked. A test message shows whether mail arrives."
    ]


class Server:
    """A socket on this machine that says these lines to whoever comes, one after each line that it is told."""

    def __init__(self, *lines):
        self.lines = lines

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._talk, daemon=True).start()
        return self.socket.getsockname()[1]

    def __exit__(self, *_):
        self.socket.close()

    def _talk(self):
        there, _ = self.socket.accept()
        with there:
            for line in self.lines:
                there.sendall(line)
                there.recv(1000)


# --- Nothing is changed by looking ---------------------------------------------------------------------------


def test_looking_changes_nothing(hill, as_omar):
    one = in_outbox(hill.ben, State.UNKNOWN)
    refused(hill.ben)
    before = list(Message.objects.values())
    for page in ("messages", "mail_rules", "mail_check"):
        as_omar.get(url(page))
        as_omar.head(url(page))
    for page in ("message", "message_html"):
        as_omar.get(url(page, one))
    for deed in ("message_again", "message_cancel", "message_settle"):
        assert as_omar.get(url(deed, one)).status_code == 405
    for deed in ("messages_again", "messages_leave", "messages_now", "messages_pause", "messages_resume"):
        assert as_omar.get(url(deed)).status_code == 405
    assert list(Message.objects.values()) == before
    assert not MailRules.objects.exists()
