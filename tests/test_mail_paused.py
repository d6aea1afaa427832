"""A pause of all mail is said on every page that promises mail, and after whatever sends some."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from collab.models import Term
from outreach.calls.actions import open_call
from outreach.digests.actions import prepare_edition
from outreach.digests.days import monday_of
from outreach.models import MailRules, Message
from outreach.outbox.pausing import pause_in_words
from tests.cast import NOW
from tests.outbox import write

DAY = timedelta(days=1)
SENTENCE = "nothing leaves until it goes on."


def url(name, **parts):
    return reverse(name, kwargs={"school_slug": "hill"} | parts)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def coming(hill):
    """Two terms around today, by the clock of the machine, which is that of views."""
    today = hill.school.day_of(timezone.now())
    Term.objects.all().delete()
    about = {"school": hill.school, "year": "now"}
    Term.objects.create(**about, name="This term", starts_on=today - 30 * DAY, ends_on=today + 40 * DAY)
    return Term.objects.create(**about, name="Next term", starts_on=today + 60 * DAY, ends_on=today + 130 * DAY)


@pytest.fixture
def paused(hill):
    """The mail of Hill is paused. Returns the sentence that says so now."""
    MailRules.objects.create(school=hill.school, paused_at=timezone.now(), paused_by=hill.omar)
    return pause_in_words(hill.ada, now=timezone.now())


def test_a_pause_is_said_with_since_when_and_by_whom(hill, vale, django_assert_num_queries):
    assert pause_in_words(hill.ada, now=NOW) == ""
    rules = MailRules.objects.create(school=hill.school, paused_at=NOW, paused_by=hill.omar)
    by_now = f"Mail is paused since {NOW.astimezone(hill.school.zone):%H:%M} by Omar Haddad: {SENTENCE}"
    with timezone.override(hill.school.zone), django_assert_num_queries(1):
        assert pause_in_words(hill.ada, now=NOW) == by_now
    assert pause_in_words(vale.nils, now=NOW) == ""
    MailRules.objects.filter(pk=rules.pk).update(paused_by=None)
    with timezone.override(hill.school.zone):
        assert pause_in_words(hill.ada, now=NOW) == by_now.replace(" by Omar Haddad", "")


def test_every_page_that_promises_mail_says_that_it_is_paused(hill, coming, as_ada, as_lena):
    edition = prepare_edition(school=hill.school, monday=monday_of(hill.school.day_of(timezone.now())) + 7 * DAY)
    pages = [url("digest_editions"), edition.get_absolute_url(), url("topic_calls"), url("call_letter")]
    assert [SENTENCE in as_ada.get(page).text for page in pages] == [False] * len(pages)
    MailRules.objects.create(school=hill.school, paused_at=timezone.now(), paused_by=hill.omar)
    call = open_call(term=coming, by=hill.ada, now=timezone.now())
    pages.append(call.get_absolute_url())
    assert [as_ada.get(page).text.count(SENTENCE) for page in pages] == [1] * len(pages)
    to_the_mail = f'<a id="paused-mail" href="{url("messages")}">'
    assert [to_the_mail in as_ada.get(page).text for page in pages] == [True] * len(pages)
    read_by_lena = as_lena.get(call.get_absolute_url()).text
    assert (SENTENCE in read_by_lena, to_the_mail in read_by_lena) == (True, False)


def test_no_page_says_that_mail_goes_out_while_it_is_paused(hill, coming, paused, as_ada):
    edition = prepare_edition(school=hill.school, monday=monday_of(hill.school.day_of(timezone.now())) + 7 * DAY)
    page = as_ada.get(edition.get_absolute_url()).text
    assert ("It goes out by itself" in page, "It is written by itself on <strong>" in page) == (False, True)
    calls = as_ada.get(url("topic_calls")).text
    assert ("The mails go out at once" in calls, "wait until mail goes on" in calls) == (False, True)
    as_ada.post(url("digest_edition_send", edition_id=edition.pk))
    assert "It is written within the next minute" in as_ada.get(edition.get_absolute_url()).text


def test_whoever_sends_something_is_told_that_it_waits(hill, coming, paused, as_ada):
    edition = prepare_edition(school=hill.school, monday=monday_of(hill.school.day_of(timezone.now())) + 7 * DAY)
    failed = write(hill.ben, key="notice:1", kind=Message.Kind.NOTICE)
    Message.objects.filter(pk=failed.pk).update(state="failed", finished_at=timezone.now())
    sent = [
        as_ada.post(url("digest_edition_send", edition_id=edition.pk)),
        as_ada.post(url("topic_call_open"), {"term": coming.pk, "whom": "all"}),
        as_ada.post(url("call_letter_test"), {"teacher": hill.ben.pk}),
        as_ada.post(url("mail_check")),
        as_ada.post(url("message_again", message_id=failed.pk)),
    ]
    assert [said(one)[-1].endswith(SENTENCE) for one in sent] == [True] * len(sent)
    held = as_ada.post(url("digest_edition_hold", edition_id=edition.pk))
    assert said(held)[-1] == "It waits until somebody releases it."
