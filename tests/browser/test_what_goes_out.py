"""A call and a digest, from the librarian's button to the phone that they are answered on: real mail, real browsers."""

import os
import re
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import expect

from collab.models import Department, Member, School, Term
from collab.signin.mailbox import letters_in
from outreach.digests.editions import due_editions, prepare_editions
from outreach.digests.going_out import go_out
from outreach.models import CallInvitation, Message
from outreach.outbox.sending import send_what_waits
from resources.catalogue.actions import add_resource
from resources.topics.actions import ask_topics
from tests import cast, databases
from tests.browser.conftest import PHONE, running

A_DAY = timedelta(days=1)
FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def school_server(worker_id, tmp_path, django_db_blocker, settings):
    """A Collab with a small school whose next term begins in five weeks, on whichever day this is."""
    name, mail = f"collab_mail_{os.getpid()}_{worker_id}", tmp_path / "mail"
    with running(databases.migrated(), name, mail) as server, django_db_blocker.unblock():
        settings.SITE_URL, settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = server.url, FILES, mail
        connection = connections["default"]
        connection.close()
        before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
        _found_a_school()
        yield server
        connection.close()
        connection.settings_dict["NAME"] = before


def _found_a_school():
    """Ada, and Ben and Hugo of Humanities, and Cleo of Science, with what Ben taught a year ago and a new book."""
    now = timezone.now()
    hill = School.objects.create(
        name="Hill School",
        slug="hill",
        country="AU",
        time_zone="Australia/Sydney",
        locale="en-au",
        created_at=now - 800 * A_DAY,
    )
    today = hill.day_of(now)
    for name, year, starts_in, ends_in in (
        ("Term 1", "a year ago", 35 - 364, 100 - 364),
        ("Term 4", "this year", -60, 20),
        ("Term 1", "next year", 35, 100),
    ):
        Term.objects.create(
            school=hill,
            name=name,
            year=year[:9],
            starts_on=today + starts_in * A_DAY,
            ends_on=today + ends_in * A_DAY,
        )
    people = [one for one in cast.HILL_PEOPLE if one[0] in ("ada", "ben", "cleo", "hugo")]
    ada, ben, cleo, hugo = cast.make_members(hill, people)
    humanities, science = (Department.objects.create(school=hill, name=name) for name in ("Humanities", "Science"))
    humanities.members.add(ben, hugo)
    science.members.add(cleo)
    a_year_ago = Term.objects.filter(school=hill).earliest("starts_on")
    topics = [{"topic": "Gold rush"}, {"topic": "Local heroes"}]
    ask_topics(teacher=ben, term=a_year_ago, topics=topics, by=ben, now=now - 360 * A_DAY)
    about = {"title": "Diggers and dreamers", "subjects": ["Gold rush"], "kind": "book", "added_on": today}
    add_resource(values=about, by=ada, now=now)


def letters_to(server, key):
    """The letters that somebody of the school has got, oldest first."""
    files = sorted(server.mail.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
    return [one for path in files for one in letters_in(path) if f"{key}@hill.example" in one.to]


def send():
    """What the worker does each minute."""
    send_what_waits(clock=timezone.now)


def link_in(letter, page):
    return re.search(rf"https?://\S+/-/{page}/\S+", letter.text)[0]


def test_a_call_is_answered_by_one_and_recalled_to_the_other(school_server, person):
    server = school_server
    ada = person(server, "ada")
    _let_mail_go_out_at_any_hour(ada, server)
    _open_the_call(ada, server)
    send()
    assert {key: len(letters_to(server, key)) for key in ("ben", "hugo", "cleo")} == {"ben": 1, "hugo": 1, "cleo": 0}
    _answer_on_a_phone(person(server, None, viewport=PHONE, has_touch=True), letters_to(server, "ben")[0])
    expect(ada.locator("#topics")).to_contain_text("Gold rush")  # The page looks again by itself.
    expect(ada.get_by_role("row", name="Humanities")).to_have_text(re.compile(r"2\s*1\s*1"))
    _remind(ada)
    send()
    assert {key: len(letters_to(server, key)) for key in ("ben", "hugo", "cleo")} == {"ben": 1, "hugo": 2, "cleo": 0}

    _send_the_digest(ada, server)
    send()
    digest = letters_to(server, "ben")[1]
    assert ("Diggers and dreamers" in digest.text, len(letters_to(server, "cleo"))) == (True, 0)
    _stop_it(person(server, None, viewport=PHONE), digest)


def _let_mail_go_out_at_any_hour(ada, server):
    ada.goto(f"{server.url}/hill/in-touch/mail/rules/")
    ada.get_by_label("Quiet from").fill("00:00")
    ada.get_by_label("Quiet until").fill("00:00")
    ada.get_by_label("Saturdays and Sundays").check()
    ada.get_by_role("button", name="Save").click()
    expect(ada.locator("#messages")).to_contain_text("Saved.")


def _open_the_call(ada, server):
    ada.goto(f"{server.url}/hill/in-touch/calls/")
    ada.get_by_text("Ask some departments only").click()
    ada.get_by_label("Humanities").check()
    ada.get_by_role("button", name="Ask the departments with a tick").click()
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Topics for Term 1")
    expect(ada.get_by_role("row", name="Hugo Lindqvist")).to_be_visible()


def _answer_on_a_phone(phone, letter):
    """Three taps: the link in the mail, both topics, and that is all; nobody is signed in by it."""
    phone.goto(link_in(letter, "answer"))
    phone.get_by_role("button", name="Both again").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you, the library knows")
    for topic in ("Gold rush", "Local heroes"):
        expect(phone.locator(".topic-card", has_text=topic)).to_contain_text("Asked")
    assert [cookie["name"] for cookie in phone.context.cookies() if "session" in cookie["name"]] == []


def _remind(ada):
    """Nobody is written to twice on one day, so that a few days have to pass."""
    CallInvitation.objects.update(invited_at=timezone.now() - 3 * A_DAY)
    Message.objects.filter(kind="call").update(finished_at=timezone.now() - 3 * A_DAY)
    ada.reload()
    ada.get_by_role("button", name="Remind 1 now").click()
    expect(ada.locator("#messages")).to_contain_text("1 gets a reminder.")


def _send_the_digest(ada, server):
    prepare_editions(now=timezone.now())
    ada.goto(f"{server.url}/hill/in-touch/digests/")
    ada.get_by_role("link", name="See it, and choose highlights").click()
    ada.get_by_role("button", name="Send it now").click()
    expect(ada.locator("#messages")).not_to_be_empty()
    for edition_id in due_editions(now=timezone.now()):
        go_out(edition_id=edition_id, now=timezone.now())


def _stop_it(phone, digest):
    phone.goto(link_in(digest, "stop"))
    phone.get_by_role("button", name="Stop the digest").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Stopped")
    ben = Member.objects.select_related("mail_choices").get(email="ben@hill.example")
    assert ben.mail_choices.digest_every == "never"
