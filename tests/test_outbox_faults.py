"""The outbox against real faults: killed workers, an emptied Redis, a mail server that misbehaves; counted there.

Real worker processes send to a real SMTP server on the loopback, which says what it took.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import date

import pytest
import redis
from django.utils import timezone

from collab.models import Member, Role, Term
from collab.stack import redis_server
from outreach.calls.actions import open_call
from outreach.models import FailingAddress, Message
from outreach.outbox.claiming import ITS_WORKER_ENDED
from tests.cast import make_members
from tests.mail_servers import MailServer
from tests.mail_worker import ROOT, Worker, environment
from tests.outbox import never_rests, write_to_many

pytestmark = pytest.mark.django_db(transaction=True)
State = Message.State
LONG = 60  # seconds, on a machine that has other things to do
TEACHERS = 2000
KILLS = 10


@pytest.fixture
def school(hill):
    never_rests(hill.school)
    return hill.school


def until(condition, *, within=LONG):
    """Returns once a condition holds."""
    give_up_at = time.monotonic() + within
    while not condition():
        assert time.monotonic() < give_up_at, "It took too long."
        time.sleep(0.02)


def states():
    return Counter(Message.objects.values_list("state", flat=True))


def is_all_done():
    return not Message.objects.filter(state__in=[State.QUEUED, State.SENDING]).exists()


def assert_honest(server):
    """What the server took, it took once; what is called sent it took, and what is not sent it did not."""
    taken = server.taken()
    assert len(taken) == len(set(taken))
    by_state = {state: set() for state in State}
    for message_id, state in Message.objects.values_list("message_id", "state"):
        by_state[state].add(message_id)
    assert by_state[State.SENT] <= set(taken) <= by_state[State.SENT] | by_state[State.UNKNOWN]


def call_to(school, number, *, by):
    """Opens a call to so many teachers, for a term that is far away whatever day this is."""
    Term.objects.filter(school=school).delete()
    term = Term.objects.create(
        school=school, name="Term 1", year="2098", starts_on=date(2098, 2, 3), ends_on=date(2098, 4, 11)
    )
    there = Member.objects.filter(school=school).with_role(Role.TEACHER).count()
    people = [(f"teacher{each}", f"Teacher {each}", [Role.TEACHER]) for each in range(there, number)]
    make_members(school, people, with_login=False)
    open_call(term=term, by=by, now=timezone.now())


def test_ten_workers_killed_during_a_call_to_two_thousand_lose_and_double_nothing(school, hill):
    call_to(school, TEACHERS, by=hill.ada)
    assert states() == {State.QUEUED: TEACHERS}
    with MailServer() as server:
        for number in range(KILLS):
            with Worker(server, "--ahead", 400 * number) as worker:
                server.wait_for(len(server.lines) + 50)
                worker.kill()
        with Worker(server, "--ahead", 400 * KILLS):
            until(is_all_done)
        assert_honest(server)
    unknown = Message.objects.filter(state=State.UNKNOWN)
    assert set(unknown.values_list("last_error", flat=True)) <= {ITS_WORKER_ENDED}
    assert unknown.count() <= KILLS
    assert states()[State.SENT] + unknown.count() == TEACHERS


def test_four_workers_at_once_send_each_message_once(school):
    write_to_many(school, [f"teacher{number}@hill.example" for number in range(400)])
    with MailServer("--pipelining") as server, ExitStack() as workers:
        for _ in range(4):
            workers.enter_context(Worker(server))
        until(is_all_done)
        assert_honest(server)
        assert len(server.taken()) == 400


def test_four_workers_keep_to_the_number_of_a_minute(school):
    write_to_many(school, [f"teacher{number}@hill.example" for number in range(120)])
    with MailServer() as server:
        for minute in (0, 61):
            with ExitStack() as workers:
                for _ in range(4):
                    workers.enter_context(Worker(server, "--ahead", minute, MAIL_PER_MINUTE="30"))
                server.wait_for(30 if minute == 0 else 60)
                time.sleep(0.5)
            assert len(server.taken()) == (30 if minute == 0 else 60)
        assert_honest(server)


@pytest.fixture
def own_redis(tmp_path):
    """A Redis of this test alone, which may be emptied; its address."""
    port = redis_server.free_port()
    command = [redis_server.program(), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with ending(subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def ending(process):
    """Ends a process at the end of the `with` block, as gently as a person would."""
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=LONG)


def test_an_emptied_redis_two_beats_and_four_workers_lose_and_double_nothing(school, own_redis, tmp_path):
    write_to_many(school, [f"teacher{number}@hill.example" for number in range(600)])
    with MailServer() as server, ExitStack() as processes:
        environ = os.environ | environment(server) | {"REDIS_URL": own_redis}
        celery = [sys.executable, "-m", "celery", "-A", "tests.mail_beat", "--quiet"]
        for number in range(2):
            worker = ["worker", "--concurrency=2", f"--hostname={number}@test", "--loglevel=CRITICAL"]
            beat = ["beat", f"--schedule={tmp_path / f'beat{number}'}", "--pidfile=", "--loglevel=CRITICAL"]
            for command in worker, beat:
                processes.enter_context(ending(subprocess.Popen([*celery, *command], cwd=ROOT, env=environ)))
        server.wait_for(100)
        redis.from_url(own_redis).flushall()
        until(is_all_done)
        write_to_many(school, ["new@hill.example"], first=600)
        until(is_all_done)
        assert_honest(server)
    assert states() == {State.SENT: 601}


def test_each_misbehaviour_of_the_server_has_its_outcome(school):
    write_to_many(
        school,
        [
            "good@hill.example",
            "nobody@hill.example",
            "relay@hill.example",
            "nobody.content@hill.example",
            "later@hill.example",
            "later.content@hill.example",
            "bye@hill.example",
            "bye.content@hill.example",
            "drop.data@hill.example",
            "drop.kept@hill.example",
            "drop.lost@hill.example",
            "hang.rcpt@hill.example",
            "hang.content@hill.example",
            "good.too@hill.example",
        ],
    )
    for options in [], ["--pipelining"]:
        Message.objects.update(
            state=State.QUEUED, finished_at=None, attempts=0, not_before=timezone.now(), last_error=""
        )
        Message.objects.update(claimed_by=None, claimed_at=None)
        FailingAddress.objects.all().delete()
        with MailServer(*options) as server:
            with Worker(server, "--timeout", 0.5):
                until(lambda: not Message.objects.filter(attempts=0).exists() and State.SENDING not in states())
            assert_honest(server)
        found = {
            message.to_address.partition("@")[0]: (message.state, message.attempts) for message in Message.objects.all()
        }
        assert found == {
            "good": (State.SENT, 1),
            "nobody": (State.FAILED, 1),
            "relay": (State.FAILED, 1),
            "nobody.content": (State.FAILED, 1),
            "later": (State.QUEUED, 1),
            "later.content": (State.QUEUED, 1),
            "bye": (State.QUEUED, 1),
            "bye.content": (State.QUEUED, 1),
            "drop.data": (State.QUEUED, 1),
            "drop.kept": (State.UNKNOWN, 1),
            "drop.lost": (State.UNKNOWN, 1),
            "hang.rcpt": (State.QUEUED, 1),
            "hang.content": (State.UNKNOWN, 1),
            "good.too": (State.SENT, 1),
        }
        assert list(FailingAddress.objects.values_list("address", "sentence")) == [
            ("nobody@hill.example", "The mail server said: 550 5.1.1 There is nobody of that name")
        ]
