"""A pause holds what it can: no bunch that is being claimed at that moment slips by it."""

import pytest
from django.core import mail
from django.db import connection, transaction

from collab.errors import AlreadyDone
from outreach.models import MailRules, Message
from outreach.outbox import claiming, holding
from outreach.outbox.claiming import claim
from outreach.outbox.sending import send_bunch
from tests.cast import NOW
from tests.outbox import never_rests, write
from tests.racing import refusals

pytestmark = pytest.mark.django_db(transaction=True)
BUNCH = 3


def write_a_bunch(person, *, number=BUNCH):
    for key in range(number):
        write(person, kind=Message.Kind.NOTICE, key=str(key), now=NOW)


def is_free():
    return not Message.objects.filter(claimed_by__isnull=False).exists()


@pytest.mark.parametrize("has_rules", [True, False], ids=["a school with rules", "a school without"])
def test_a_pause_while_a_bunch_is_being_claimed_holds_that_bunch(hill, has_rules):
    if has_rules:
        never_rests(hill.school)
    write_a_bunch(hill.ben)
    bunch = []
    refusals(lambda: bunch.append(claim(now=NOW)), lambda: holding.pause(by=hill.ada, now=NOW), of=AlreadyDone)
    ((taken, messages),) = bunch
    assert len(messages) == BUNCH
    assert is_free()
    send_bunch(taken, messages, clock=lambda: NOW)
    assert mail.outbox == []


def test_what_is_claimed_while_the_mail_is_being_paused_is_nothing(hill):
    write_a_bunch(hill.ben)
    bunch = []
    refusals(lambda: holding.pause(by=hill.ada, now=NOW), lambda: bunch.append(claim(now=NOW)), of=AlreadyDone)
    assert MailRules.objects.get().paused_at == NOW
    assert bunch == [(None, [])]


def test_no_worker_waits_for_another_that_is_just_claiming(hill, monkeypatch):
    monkeypatch.setattr(claiming, "AT_ONCE", BUNCH)
    write_a_bunch(hill.ben, number=2 * BUNCH)
    found = []

    def at_once():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            found.append([message.key for message in claim(now=NOW)[1]])

    refusals(lambda: found.append([message.key for message in claim(now=NOW)[1]]), at_once, of=AlreadyDone)
    assert found == [["0", "1", "2"], ["3", "4", "5"]]
