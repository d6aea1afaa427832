"""What the outbox does with a message: when it is taken, how it leaves, and what becomes of it."""

import email
import http.server
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from email import policy

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from collab.models import Member
from outreach.letters.links import mark, url_of
from outreach.letters.mould import Letter
from outreach.models import Claim, FailingAddress, MailRules, Message
from outreach.outbox import claiming, sending
from outreach.outbox.claiming import claim, let_go, next_room, settle_left_behind
from outreach.outbox.envelopes import NoMail, envelope
from outreach.outbox.outcomes import wait_after
from outreach.outbox.reducing import reduce_old
from outreach.outbox.replies import reply_to_of
from outreach.outbox.rules import QUIET, WEEKEND, why_it_rests
from outreach.outbox.sending import send_bunch, send_what_waits
from tests.cast import NOW, make_members
from tests.mail_servers import MailServer
from tests.outbox import LETTER, never_rests, write
from tests.test_settings import PRODUCTION, start

Kind, State = Message.Kind, Message.State
NOTICE = Kind.NOTICE
WEDNESDAY_NOON, FRIDAY_EVENING, SUNDAY_NOON = (
    NOW,
    datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    datetime(2026, 11, 22, 1, 0, tzinfo=UTC),
)


def send(now=NOW):
    send_what_waits(clock=lambda: now)


def story():
    """State, attempts and error of each message, in the order in which they were written."""
    return list(Message.objects.order_by("pk").values_list("state", "attempts", "last_error"))


@pytest.fixture
def over_smtp(settings):
    """`over_smtp(server)`: mail goes to this server, and nobody is waited for long."""

    def over_smtp(server):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = settings.MAIL_ANSWER_TIMEOUT = 10

    return over_smtp


# --- When it goes out -----------------------------------------------------------------------------------------------


def test_what_waits_goes_out_and_is_marked(hill):
    message = write(hill.ben, kind=NOTICE, now=NOW)
    send()
    message.refresh_from_db()
    assert [one.to for one in mail.outbox] == [["Ben Okafor <ben@hill.example>"]]
    assert (message.state, message.handed_at, message.finished_at, message.attempts) == (State.SENT, NOW, NOW, 1)
    send()
    assert len(mail.outbox) == 1
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("moment", "why"), [(WEDNESDAY_NOON, ""), (FRIDAY_EVENING, QUIET), (SUNDAY_NOON, WEEKEND)], ids=str
)
def test_mail_rests_in_quiet_hours_and_on_weekends_by_the_clock_of_the_school(hill, moment, why):
    write(hill.ben, kind=NOTICE, now=NOW)
    assert why_it_rests(MailRules(school=hill.school), moment) == why
    send(moment)
    assert len(mail.outbox) == (0 if why else 1)


def test_a_test_goes_out_at_any_hour_but_not_while_mail_is_paused(hill, vale):
    MailRules.objects.create(school=vale.school, paused_at=NOW, paused_by=vale.nils)
    for person in hill.ben, vale.nils:
        write(person, kind=Kind.TEST, now=NOW)
    send(SUNDAY_NOON)
    assert [one.to for one in mail.outbox] == [["Ben Okafor <ben@hill.example>"]]


@pytest.mark.parametrize(
    ("begin", "end", "resting"),
    [((19, 0), (6, 30), [0, 6, 19, 23]), ((12, 0), (14, 0), [12, 13]), ((8, 0), (8, 0), [])],
)
def test_quiet_hours_may_go_past_midnight_or_be_none(hill, begin, end, resting):
    rules = MailRules(school=hill.school, quiet_from=time(*begin), quiet_until=time(*end))
    midnight = datetime(2026, 11, 17, 13, 0, tzinfo=UTC)  # of Wednesday, in Sydney
    assert [
        hour for hour in (0, 6, 7, 12, 13, 14, 19, 23) if why_it_rests(rules, midnight + timedelta(hours=hour))
    ] == resting


def test_quiet_hours_are_those_of_the_clock_on_the_wall_on_the_day_it_is_changed(vale):
    rules = MailRules(school=vale.school, goes_out_on_weekends=True)
    changed = datetime(
        2026, 10, 25, 6, 30, tzinfo=UTC
    )  # Half past six in Leeds, which was half past seven the day before.
    assert why_it_rests(rules, changed - timedelta(minutes=1)) == QUIET
    assert why_it_rests(rules, changed) == ""
    assert why_it_rests(rules, changed - timedelta(days=1, hours=1)) == ""


def test_what_is_not_due_waits(hill):
    write(hill.ben, kind=NOTICE, now=NOW, not_before=NOW + timedelta(hours=1))
    send()
    assert story() == [(State.QUEUED, 0, "")]
    send(NOW + timedelta(hours=1))
    assert story() == [(State.SENT, 1, "")]


def test_what_is_too_late_is_cancelled(hill):
    write(hill.ben, kind=NOTICE, now=NOW, not_after=NOW + timedelta(hours=1))
    send(NOW + timedelta(hours=1, seconds=1))
    assert story() == [(State.CANCELLED, 0, "It was too late for it.")]
    assert mail.outbox == []


def nobody_wants(messages):
    return {message.pk: "Nobody wants it any more." for message in messages if message.key == "old"}


def test_what_became_untrue_while_it_waited_is_cancelled_with_the_reason(hill, settings):
    settings.MAIL_CHECKS = {NOTICE: "tests.test_outbox_sending.nobody_wants"}
    write(hill.ben, kind=NOTICE, key="old", now=NOW)
    write(hill.ben, kind=NOTICE, key="new", now=NOW)
    send()
    assert story() == [(State.CANCELLED, 0, "Nobody wants it any more."), (State.SENT, 1, "")]


def test_what_is_cancelled_after_it_was_claimed_does_not_go_out(hill):
    for key in "one", "two", "three":
        write(hill.ben, kind=NOTICE, key=key, now=NOW)
    taken, messages = claim(now=NOW)
    Message.objects.filter(key="two").update(state=State.CANCELLED, finished_at=NOW)
    send_bunch(taken, messages, clock=lambda: NOW)
    assert [state for state, *_ in story()] == [State.SENT, State.CANCELLED, State.SENT]
    assert len(mail.outbox) == 2


# --- Who has it -----------------------------------------------------------------------------------------------------


def test_after_one_that_was_taken_back_in_the_last_moment_the_server_hears_of_the_next(hill, over_smtp):
    with MailServer("--count", "--pipelining") as server:
        over_smtp(server)
        for key in "one", "two", "three":
            write(hill.ben, kind=NOTICE, key=key, now=NOW)
        taken, messages = claim(now=NOW)
        Message.objects.filter(key="two").update(state=State.CANCELLED, finished_at=NOW)
        assert send_bunch(taken, messages, clock=lambda: NOW)
        server.wait_for(2)
        assert [state for state, *_ in story()] == [State.SENT, State.CANCELLED, State.SENT]
        assert len(server.lines) == 2


def test_a_pause_in_the_middle_of_a_bunch_hangs_up_once(hill, over_smtp):
    with MailServer("--count", "--pipelining") as server:
        over_smtp(server)
        for key in range(5):
            write(hill.ben, kind=NOTICE, key=str(key), now=NOW)
        taken, messages = claim(now=NOW)
        Message.objects.update(claimed_by=None, claimed_at=None)
        assert send_bunch(taken, messages, clock=lambda: NOW)
        assert story() == [(State.QUEUED, 0, "")] * 5
        assert server.lines == []


def test_what_one_has_claimed_no_other_claims(hill, monkeypatch):
    monkeypatch.setattr(claiming, "AT_ONCE", 2)
    for number in range(3):
        write(hill.ben, kind=NOTICE, key=str(number), now=NOW + timedelta(seconds=number))
    later = NOW + timedelta(minutes=1)
    found = [[message.key for message in claim(now=later)[1]] for _ in range(3)]
    assert found == [["0", "1"], ["2"], []]


def test_a_bunch_that_takes_too_long_gives_back_what_is_left_without_an_attempt(hill):
    for number in range(3):
        write(hill.ben, kind=NOTICE, key=str(number), now=NOW)
    clock = iter([NOW, NOW, NOW, NOW, NOW, *[NOW + timedelta(seconds=21)] * 9])
    taken, messages = claim(now=NOW)
    assert send_bunch(taken, messages, clock=lambda: next(clock))
    assert story() == [(State.SENT, 1, ""), *[(State.QUEUED, 0, "")] * 2]
    assert Message.objects.filter(claimed_by=None, claimed_at=None).count() == 2


def test_a_claim_whose_worker_ended_is_free_after_two_minutes_and_one_in_its_hands_unknown_after_five(hill):
    for number in range(2):
        write(hill.ben, kind=NOTICE, key=str(number), now=NOW)
    taken, messages = claim(now=NOW)
    messages[0].state, messages[0].claimed_by, messages[0].claimed_at = State.SENDING, taken.pk, NOW
    messages[0].handed_at = NOW
    messages[0].save()
    send(NOW + timedelta(minutes=1))
    assert [state for state, *_ in story()] == [State.SENDING, State.QUEUED]
    send(NOW + timedelta(minutes=2, seconds=1))
    assert [state for state, *_ in story()] == [State.SENDING, State.SENT]
    send(NOW + timedelta(minutes=5, seconds=1))
    assert story()[0] == (State.UNKNOWN, 0, "The worker that sent it ended before it knew.")


def test_what_was_claimed_before_the_database_server_broke_down_may_have_gone_out(hill):
    for number in range(3):
        write(hill.ben, kind=NOTICE, key=str(number), now=NOW)
    claim(now=NOW)
    Message.objects.filter(key="2").update(not_before=NOW + timedelta(minutes=1), attempts=1)  # It was put off.
    Claim.objects.all().delete()  # So PostgreSQL does with a table that is unlogged.
    send(NOW + timedelta(minutes=3))
    gone = "The database server broke down while this was being sent."
    assert story() == [(State.UNKNOWN, 0, gone), (State.UNKNOWN, 0, gone), (State.SENT, 2, "")]


def test_the_table_of_claims_is_emptied_by_a_crash(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'outreach_claim'")
        assert cursor.fetchone() == ("u",)  # unlogged


def test_no_more_are_claimed_than_may_go_out_in_any_minute(hill, settings, monkeypatch):
    settings.MAIL_PER_MINUTE = 3
    for number in range(5):
        write(hill.ben, kind=NOTICE, key=str(number), now=NOW)
    assert len(claim(now=NOW)[1]) == 3
    assert next_room(now=NOW) == NOW + timedelta(minutes=1)
    assert claim(now=NOW + timedelta(seconds=59)) == (None, [])
    assert len(claim(now=NOW + timedelta(seconds=60))[1]) == 2


def test_what_is_given_back_leaves_room_for_others(hill, settings):
    settings.MAIL_PER_MINUTE = 2
    for number in range(2):
        write(hill.ben, kind=NOTICE, key=str(number), now=NOW)
    let_go(claim(now=NOW)[0])
    assert len(claim(now=NOW)[1]) == 2


# --- What leaves ----------------------------------------------------------------------------------------------------


def parsed(message):
    return email.message_from_bytes(envelope(message, now=NOW).as_bytes(), policy=policy.default)


def lines_of(part):
    """The text of a part, however its lines end."""
    return "\n".join(part.get_content().splitlines())


def test_both_texts_carry_the_same_link_and_the_headers_say_what_it_is(hill):
    letter = Letter(
        "Was lehren Sie? Völker", f"Dear Ben\n.\n{mark('answer')}\n", f'<a href="{mark("answer")}">Ja, öfter</a>'
    )
    message = write(
        hill.ben, kind=NOTICE, letter=letter, now=NOW, links={"answer": "12-abc"}, headers={"X-Why": "call"}
    )
    sent, link = parsed(message), url_of("answer", "12-abc")
    assert dict(sent.items()) == {
        "From": "Collab <collab@localhost>",
        "To": "Ben Okafor <ben@hill.example>",
        "Subject": "Was lehren Sie? Völker",
        "Date": "Wed, 18 Nov 2026 01:30:00 +0000",
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Why": "call",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="=_collab"',
    }
    text, html = sent.iter_parts()
    assert lines_of(text) == f"Dear Ben\n.\n{link}"
    assert lines_of(html) == f'<a href="{link}">Ja, öfter</a>'


def test_answers_to_a_mail_go_to_the_librarians_of_its_school(hill, vale):
    make_members(hill.school, [("gone", "Gone", ["librarian"]), ("priya", "Priya", ["teacher", "librarian"])])
    Member.objects.filter(name="Gone").update(deactivated_at=NOW)
    assert reply_to_of({hill.school.pk, vale.school.pk}) == {
        hill.school.pk: ["ada@hill.example", "priya@hill.example"],
        vale.school.pk: ["nils@vale.example"],
    }
    message = write(hill.ben, kind=NOTICE, now=NOW)
    send()
    assert mail.outbox[0].message()["Reply-To"] == "ada@hill.example, priya@hill.example"
    raw = envelope(message, now=NOW, reply_to=["ada@hill.example", "priya@hill.example"]).as_bytes()
    assert email.message_from_bytes(raw)["Reply-To"] == "ada@hill.example, priya@hill.example"


def test_where_no_librarian_has_an_address_answers_go_to_the_sender(hill):
    Member.objects.filter(pk=hill.ada.pk).update(email="")
    assert reply_to_of({hill.school.pk})[hill.school.pk] == []
    write(hill.ben, kind=NOTICE, now=NOW)
    send()
    assert mail.outbox[0].message()["Reply-To"] is None


def test_a_backend_of_django_gets_the_same_mail(hill):
    message = write(
        hill.ben, kind=NOTICE, letter=Letter("Größe", "Text ü", "<p>ü</p>"), now=NOW, headers={"X-Why": "a"}
    )
    ours, django = parsed(message), envelope(message, now=NOW).as_django().message()
    django = email.message_from_bytes(django.as_bytes(), policy=policy.default)
    outside = {"Content-Type", "MIME-Version"}
    assert {(k, v) for k, v in ours.items() if k not in outside} == {
        (k, v) for k, v in django.items() if k not in outside
    }
    for part, other in zip(ours.iter_parts(), django.iter_parts(), strict=True):
        assert lines_of(part) == lines_of(other)


LINE_BREAKS = ["\n", "\r", "\r\n", "\u2028", "\x0b", "\x85"]


@pytest.mark.parametrize("line_break", LINE_BREAKS, ids=repr)
@pytest.mark.parametrize("name", ["Ben", "Bén", 'Okafor, "Ben" <b>', "=?utf-8?q?Ben?=", "Ü" * 150])
def test_no_row_adds_a_header(hill, line_break, name):
    message = write(hill.ben, kind=NOTICE, now=NOW)
    evil = f"{name}{line_break}Bcc: everybody@hill.example{line_break}{line_break}<p>body</p>"
    message.to_name = message.subject = evil
    message.headers = {"X-Why": evil}
    sent = parsed(message)
    assert Counter(sent.keys()) == Counter(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Why", "MIME-Version", "Content-Type"]
    )
    assert [one.addr_spec for one in sent["To"].addresses] == ["ben@hill.example"]
    assert " ".join(sent["Subject"].split()) == f"{name} Bcc: everybody@hill.example <p>body</p>"
    assert envelope(message, now=NOW).as_django().message()["Bcc"] is None


@pytest.mark.parametrize(
    "fields",
    [
        {"to_address": "ben@hill.example\r\nBcc: all@hill.example"},
        {"to_address": "ben@hill.example, all@hill.example"},
        {"to_address": ""},
        {"message_id": "<a@b>\r\nBcc: all@hill.example"},
        {"headers": {"Bcc": "all@hill.example"}},
        {"headers": {"content-type": "text/plain"}},
        {"headers": {"X-A\r\nBcc": "all@hill.example"}},
        {"headers": {"X A": "x"}},
    ],
    ids=str,
)
def test_of_what_would_be_another_mail_none_is_made(hill, fields):
    message = write(hill.ben, kind=NOTICE, now=NOW)
    for name, value in fields.items():
        setattr(message, name, value)
    with pytest.raises(NoMail):
        envelope(message, now=NOW)


def test_a_message_of_which_no_mail_can_be_made_fails_and_holds_up_no_other(hill):
    for number in range(3):
        write(hill.ben, kind=NOTICE, key=str(number), now=NOW)
    Message.objects.filter(key="0").update(headers={"Bcc": "x"})
    Message.objects.filter(key="1").update(links={"no_such_page": "1"})
    send()
    assert story() == [
        (State.FAILED, 0, "“Bcc” is no header that may be added."),
        (State.FAILED, 0, "No mail could be made of it. The cause stands in the log of the worker."),
        (State.SENT, 1, ""),
    ]


def test_an_address_in_other_letters_is_written_as_mail_servers_know_it(hill):
    message = write(hill.ben, kind=NOTICE, now=NOW, address="ben@schüle.example")
    assert envelope(message, now=NOW).to == "ben@xn--schle-mva.example"


# --- What becomes of it ---------------------------------------------------------------------------------------------


def test_waits_grow_and_after_five_days_it_is_given_up(hill, over_smtp):
    never_rests(hill.school)
    with MailServer() as server:
        over_smtp(server)
        write(hill.ben, kind=NOTICE, now=NOW, address="later@hill.example")
        now, waited = NOW, []
        while (message := Message.objects.get()).state == State.QUEUED:
            waited.append(round((message.not_before - now).total_seconds() / 60))
            now = message.not_before
            send(now)
        assert waited[:8] == [0, 1, 2, 5, 10, 30, 60, 60]
        assert timedelta(days=5) <= now - NOW <= timedelta(days=5, hours=1)
    assert (
        message.last_error
        == f"Given up after {message.attempts} tries. The mail server said: 451 4.3.0 Come back later"
    )
    assert message.state == State.FAILED
    assert not FailingAddress.objects.exists()


def test_a_message_from_a_long_pause_is_tried_more_than_once(hill, over_smtp):
    with MailServer() as server:
        over_smtp(server)
        write(hill.ben, kind=NOTICE, now=NOW - timedelta(days=7), address="later@hill.example")
        send()
    assert story() == [(State.QUEUED, 1, "The mail server said: 451 4.3.0 Come back later")]


def test_while_no_server_answers_the_bunch_waits_and_nobody_is_blamed(hill, settings, over_smtp):
    with MailServer() as server:
        over_smtp(server)
    for key in "one", "two":
        write(hill.ben, kind=NOTICE, key=key, now=NOW)
    send()
    assert story() == [(State.QUEUED, 1, f"Nothing listens at 127.0.0.1:{server.port}.")] * 2
    assert set(Message.objects.values_list("not_before", flat=True)) == {NOW + wait_after(1)}
    assert not FailingAddress.objects.exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--greeting", "554 No"], "The mail server said: 554 No"),
        (["--greeting", "421 Busy"], "The mail server said: 421 Busy"),
        (["--refuses-senders"], "The mail server said: 550 5.7.1 Your sender is not welcome"),
    ],
)
def test_a_server_that_takes_nothing_of_us_makes_no_message_fail(hill, over_smtp, options, sentence):
    with MailServer(*options) as server:
        over_smtp(server)
        write(hill.ben, kind=NOTICE, now=NOW)
        send()
    assert story() == [(State.QUEUED, 1, sentence)]


def test_a_server_that_cannot_sign_us_in_is_told_of(hill, settings, over_smtp):
    with MailServer() as server:
        over_smtp(server)
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "library", "secret"
        write(hill.ben, kind=NOTICE, now=NOW)
        send()
    (state, attempts, sentence) = story()[0]
    assert (state, attempts) == (State.QUEUED, 1)
    assert sentence.startswith(f"The mail server at 127.0.0.1:{server.port} cannot do what EMAIL_URL asks for:")


def test_after_a_refused_address_the_connection_goes_on(hill, over_smtp):
    for options in [], ["--pipelining"]:
        with MailServer(*options) as server:
            over_smtp(server)
            Message.objects.all().delete()
            FailingAddress.objects.all().delete()
            for number, who in enumerate(["good", "nobody", "nobody.content", "later", "good.too"]):
                write(hill.ben, kind=NOTICE, key=str(number), now=NOW, address=f"{who}@hill.example")
            send()
            server.wait_for(2)
        states = [State.SENT, State.FAILED, State.FAILED, State.QUEUED, State.SENT]
        assert [state for state, *_ in story()] == states
        assert list(FailingAddress.objects.values_list("address", flat=True)) == ["nobody@hill.example"]


class Service(http.server.BaseHTTPRequestHandler):
    """A mail service that answers with the status that the recipient's address names."""

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status = next((int(code) for code in ("401", "422", "429", "500") if f"{code}@" in asked), 200)
        body = b'{"To":"good@hill.example","SubmittedAt":"","MessageID":"1","ErrorCode":0,"Message":"OK"}'
        if "422@" in asked:
            body = b'{"ErrorCode": 300, "Message": "Invalid metadata content."}'
        if "406@" in asked:
            said = b"Found inactive addresses: 406@hill.example. Inactive recipients are ones that bounced."
            status, body = 422, b'{"ErrorCode": 406, "Message": "%s"}' % said
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def service():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("good", State.SENT),
        ("401", State.QUEUED),
        ("429", State.QUEUED),
        ("422", State.FAILED),
        ("500", State.UNKNOWN),
        ("406", State.FAILED),
    ],
)
def test_each_answer_of_a_mail_service_has_its_outcome(hill, settings, who, expected):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    write(hill.ben, kind=NOTICE, now=NOW, address=f"{who}@hill.example")
    with service() as url:
        settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token", "POSTMARK_API_URL": url}
        send()
    ((state, attempts, sentence),) = story()
    assert (state, attempts) == (expected, 1), sentence
    assert FailingAddress.objects.exists() == (who == "406")


def test_a_mail_service_that_does_not_answer_at_all_has_the_message_wait(hill, settings):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token", "POSTMARK_API_URL": "http://127.0.0.1:1/"}
    write(hill.ben, kind=NOTICE, now=NOW)
    send()
    assert [state for state, *_ in story()] == [State.QUEUED]


def test_with_make_run_mail_becomes_files(hill, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    write(hill.ben, kind=NOTICE, now=NOW)
    send()
    assert [state for state, *_ in story()] == [State.SENT]
    assert LETTER.subject in next(tmp_path.iterdir()).read_text()


# --- Old mail -------------------------------------------------------------------------------------------------------


def test_old_mail_becomes_a_line_of_a_log(hill, vale):
    never_rests(vale.school)
    MailRules.objects.update(keep_days=7)
    for person in hill.ben, vale.nils:
        write(person, kind=NOTICE, now=NOW, headers={"X-Why": "call"}, links={"answer": "1-x"})
    send()
    write(hill.ben, kind=NOTICE, key="waits", now=NOW, not_before=NOW + timedelta(days=700))
    later = NOW + timedelta(days=8)
    reduce_old(now=later)
    assert list(Message.objects.exclude(subject="").values_list("school__slug", "key")) == [
        ("hill", "waits"),
        ("hill", "call:1"),
    ]
    message = Message.objects.get(school=vale.school)
    assert (message.text, message.html, message.headers, message.links) == ("", "", {}, {})
    assert (message.to_name, message.to_address, message.last_error) == ("", "", "")
    assert (message.member, message.state, message.finished_at, message.reduced_at) == (
        vale.nils,
        State.SENT,
        NOW,
        later,
    )
    reduce_old(now=NOW + timedelta(days=91))
    assert Message.objects.exclude(subject="").get().key == "waits"


def test_claims_that_nobody_came_back_to_are_forgotten(hill):
    write(hill.ben, kind=NOTICE, now=NOW)
    claim(now=NOW)
    claiming.forget_old_claims(now=NOW + timedelta(hours=23))
    assert Claim.objects.exists()
    settle_left_behind(now=NOW + timedelta(hours=23))
    claiming.forget_old_claims(now=NOW + timedelta(hours=25))
    assert not Claim.objects.exists()


# --- How many questions it costs, and how it is set up --------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_a_bunch_costs_as_many_questions_as_it_has_messages_and_a_few(hill, number, django_assert_num_queries):
    for key in range(number):
        write(hill.ben, kind=NOTICE, key=str(key), now=NOW)
    taken, messages = claim(now=NOW)
    with django_assert_num_queries(7):  # What becomes of each message is noted by psycopg itself.
        send_bunch(taken, messages, clock=lambda: NOW)
    assert len(mail.outbox) == number


def test_a_test_mail_says_what_came_of_it(over_smtp, settings, capsys):
    with MailServer() as server:
        over_smtp(server)
        settings.EMAIL_URL = server.url
        call_command("sendtestmail", "ada@hill.example")
        server.wait_for(1)
    assert f"through 127.0.0.1:{server.port}. Now look whether it arrives." in capsys.readouterr().out
    with pytest.raises(CommandError) as refusal:
        call_command("sendtestmail", "ada@hill.example")
    assert str(refusal.value) == f"The mail was not sent. Nothing listens at 127.0.0.1:{server.port}."


def test_a_mail_service_takes_the_place_of_the_mail_server():
    environ = PRODUCTION | {"EMAIL_URL": "", "MAIL_PROVIDER": "postmark", "MAIL_PROVIDER_KEY": "token"}
    assert start(**environ).stderr == ""


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"MAIL_PROVIDER": "pigeon"}, "MAIL_PROVIDER is 'pigeon', but must be one of brevo, "),
        ({"MAIL_PROVIDER": "postmark"}, "MAIL_PROVIDER_KEY is not set. The mail service asks for it."),
    ],
)
def test_a_mail_service_that_cannot_be_used_stops_the_start_with_one_line(more, sentence):
    result = start(**PRODUCTION | more)
    assert result.returncode != 0
    assert result.stderr.startswith(f"Collab cannot start: {sentence}")
    assert len(result.stderr.splitlines()) == 1


def test_a_tick_goes_on_with_the_next_bunch(hill, monkeypatch):
    monkeypatch.setattr(claiming, "AT_ONCE", 2)
    for key in range(5):
        write(hill.ben, kind=NOTICE, key=str(key), now=NOW)
    send()
    assert Counter(state for state, *_ in story()) == {State.SENT: 5}
    assert timedelta(minutes=1) > sending.A_TICK_TAKES
