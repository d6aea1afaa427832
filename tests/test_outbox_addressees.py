"""Whom a message goes to when it leaves: what was true when it was written may not be true any more."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from collab.models import Member
from collab.people.actions import change_person, deactivate_person
from outreach.models import FailingAddress, Message
from outreach.outbox.claiming import claim
from outreach.outbox.sending import send_bunch, send_what_waits
from tests.cast import NOW
from tests.mail_servers import MailServer
from tests.messages import refused
from tests.outbox import write
from tests.test_outbox_sending import over_smtp, story  # noqa: F401 - it is a fixture

Kind, State = Message.Kind, Message.State
SAID = "The mail server said: 550 5.1.1 There is nobody of that name"
LEFT = "Ben Okafor has left the school. Nothing is sent to them any more."


def send(now=NOW):
    send_what_waits(clock=lambda: now)


def moves_to(person, address, *, by):
    """Somebody corrects the address of a person."""
    current = Member.objects.get(pk=person.pk)
    change_person(person=current, version=current.version, values={"email": address}, by=by, now=NOW)


def friday_evening(hill):
    return datetime(2026, 11, 20, 20, 0, tzinfo=hill.school.zone)


def monday_morning(hill):
    return datetime(2026, 11, 23, 9, 0, tzinfo=hill.school.zone)


@pytest.mark.parametrize("kind", [Kind.CALL, Kind.DIGEST, Kind.NOTICE, Kind.SUMMARY, Kind.REPORT, Kind.TEST])
def test_what_was_written_on_friday_does_not_go_to_somebody_who_left_before_monday(hill, kind):
    write(hill.ben, kind=kind, now=friday_evening(hill))
    deactivate_person(person=hill.ben, to=hill.cleo, by=hill.ada, now=friday_evening(hill))
    send(monday_morning(hill))
    assert story() == [(State.CANCELLED, 0, LEFT)]
    assert mail.outbox == []


def test_somebody_who_left_holds_up_nobody_else(hill):
    for number, person in enumerate([hill.ben, hill.cleo]):
        write(person, kind=Kind.NOTICE, key=str(number), now=NOW)
    deactivate_person(person=hill.ben, to=hill.cleo, by=hill.ada, now=NOW)
    send()
    assert story() == [(State.CANCELLED, 0, LEFT), (State.SENT, 1, "")]


def test_what_waits_goes_to_the_address_that_was_corrected_and_the_row_says_so(hill):
    for key in "one", "two":
        write(hill.ben, kind=Kind.NOTICE, key=key, now=friday_evening(hill))
    write(hill.cleo, kind=Kind.NOTICE, key="three", now=friday_evening(hill))
    moves_to(hill.ben, "ben.new@hill.example", by=hill.ada)
    send(monday_morning(hill))
    addresses = ["ben.new@hill.example", "ben.new@hill.example", "cleo@hill.example"]
    assert [one.to[0].partition("<")[2] for one in mail.outbox] == [f"{address}>" for address in addresses]
    assert list(Message.objects.order_by("pk").values_list("to_address", "state")) == [
        (address, State.SENT) for address in addresses
    ]


def test_where_an_address_was_taken_out_the_message_goes_as_it_was_written(hill):
    write(hill.ben, kind=Kind.NOTICE, now=NOW)
    moves_to(hill.ben, "", by=hill.ada)
    send()
    assert [one.to for one in mail.outbox] == [["Ben Okafor <ben@hill.example>"]]


def test_what_somebody_else_has_by_now_keeps_its_address(hill):
    message = write(hill.ben, kind=Kind.NOTICE, now=NOW)
    moves_to(hill.ben, "ben.new@hill.example", by=hill.ada)
    taken, messages = claim(now=NOW)
    Message.objects.update(claimed_by=None, claimed_at=None)
    send_bunch(taken, messages, clock=lambda: NOW)
    message.refresh_from_db()
    assert (message.state, message.to_address) == (State.QUEUED, "ben@hill.example")
    assert mail.outbox == []


@pytest.mark.parametrize("number", [1, 3])
def test_new_addresses_cost_one_statement_for_all_of_a_bunch(hill, number, django_assert_num_queries):
    for key in range(number):
        write(hill.ben, kind=Kind.NOTICE, key=str(key), now=NOW)
    moves_to(hill.ben, "ben.new@hill.example", by=hill.ada)
    taken, messages = claim(now=NOW)
    with django_assert_num_queries(11):
        send_bunch(taken, messages, clock=lambda: NOW)
    assert len(mail.outbox) == number


def test_an_address_that_was_just_refused_is_not_tried_again_with_the_rest_of_its_bunch(hill, over_smtp):  # noqa: F811
    moves_to(hill.ben, "nobody@hill.example", by=hill.ada)
    for options in [], ["--pipelining"]:
        Message.objects.all().delete()
        FailingAddress.objects.all().delete()
        with MailServer(*options) as server:
            over_smtp(server)
            for number, person in enumerate([hill.ben, hill.ben, hill.cleo, hill.ben]):
                write(person, kind=Kind.NOTICE, key=str(number), now=NOW)
            send()
            server.wait_for(1)
        assert story() == [
            (State.FAILED, 1, SAID),
            (State.FAILED, 0, SAID),
            (State.SENT, 1, ""),
            (State.FAILED, 0, SAID),
        ]


def test_what_waits_for_an_address_that_was_refused_meanwhile_fails_without_a_try(hill):
    write(hill.ben, kind=Kind.NOTICE, key="one", now=NOW)
    write(hill.cleo, kind=Kind.NOTICE, key="two", now=NOW)
    refused(hill.ben, sentence=SAID)
    send()
    assert story() == [(State.FAILED, 0, SAID), (State.SENT, 1, "")]
    assert [one.to for one in mail.outbox] == [["Cleo Tanaka <cleo@hill.example>"]]


def test_what_was_refused_at_the_old_address_goes_to_the_new_one(hill):
    write(hill.ben, kind=Kind.NOTICE, now=NOW)
    refused(hill.ben)
    moves_to(hill.ben, "ben.new@hill.example", by=hill.ada)
    send()
    assert [one.to for one in mail.outbox] == [["Ben Okafor <ben.new@hill.example>"]]


def test_what_one_school_had_refused_goes_out_in_another(hill, vale):
    refused(hill.ben, vale.nils.email)
    write(vale.nils, kind=Kind.TEST, now=NOW)
    send(NOW + timedelta(minutes=1))
    assert story() == [(State.SENT, 1, "")]
