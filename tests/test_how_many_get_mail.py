"""A button that sends mail says to how many it goes, and as many messages as it says go out."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from collab.models import Member, Term
from outreach.calls.actions import open_call, remind_now
from outreach.calls.opening import would_ask
from outreach.calls.queries import who_is_reminded
from outreach.calls.season import coming_season
from outreach.calls.summaries import number_to_send, send_all
from outreach.digests.actions import prepare_edition
from outreach.digests.days import monday_of
from outreach.digests.going_out import go_out
from outreach.digests.queries import edition_of
from outreach.digests.who_gets import number_that_get, who_gets
from outreach.models import FailingAddress, MailChoices, Message
from tests.suggestions import title, topic

DAY = timedelta(days=1)


def url(name, **parts):
    return reverse(name, kwargs={"school_slug": "hill"} | parts)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def go_out_now(kind):
    """The names of those to whom a message of a kind goes out."""
    waiting = Message.objects.filter(kind=kind, state="queued").order_by("to_name")
    return list(waiting.values_list("to_name", flat=True))


def refuse(member):
    about = {"school_id": member.school_id, "address": member.email, "failed_at": timezone.now()}
    FailingAddress.objects.create(**about, sentence="No such mailbox")


@pytest.fixture
def coming(hill):
    """Two terms around today, by the clock of the machine, which is that of views."""
    today = hill.school.day_of(timezone.now())
    Term.objects.all().delete()
    about = {"school": hill.school, "year": "now"}
    Term.objects.create(**about, name="This term", starts_on=today - 30 * DAY, ends_on=today + 40 * DAY)
    return Term.objects.create(**about, name="Next term", starts_on=today + 60 * DAY, ends_on=today + 130 * DAY)


# --- The digest ---------------------------------------------------------------------------------------------------


@pytest.fixture
def edition(hill):
    """An edition of next week with a highlight for teachers; Cleo wants none, Hugo's address is refused."""
    now = timezone.now()
    shown = prepare_edition(school=hill.school, monday=monday_of(hill.school.day_of(now)) + 7 * DAY)
    book = title(hill, "Volcanoes", created_at=now - DAY, dictionary="english")
    shown.highlights.create(resource=book, position=1)
    MailChoices.objects.create(member=hill.cleo, digest_every="never")
    refuse(hill.hugo)
    return shown


def test_a_digest_says_to_how_many_it_goes_and_goes_to_them(hill, edition, as_ada):
    page = as_ada.get(edition.get_absolute_url())
    assert [one.name for one in page.context["readers"]] == ["Ben Okafor"]
    assert "Send it now to 1 person</button>" in page.text
    told = said(as_ada.post(url("digest_edition_send", edition_id=edition.pk)))
    assert told == "It goes out to 1 person within the next minute."
    go_out(edition_id=edition.pk, now=timezone.now())
    assert go_out_now("digest") == ["Ben Okafor"]


def test_the_page_of_a_digest_names_who_gets_none_and_why(hill, edition, as_ada):
    Member.objects.filter(pk=hill.lena.pk).update(email="")
    page = as_ada.get(edition.get_absolute_url())
    assert {member.name: why for member, why in page.context["without"]} == {
        "Cleo Tanaka": "Cleo Tanaka wants no digest by mail.",
        "Hugo Lindqvist": "Hugo Lindqvist has an address that a mail server refused.",
        "Lena Voss": "Lena Voss has no e-mail address to which mail can go.",
    }
    assert [member.name for member in page.context["nothing_fits"]] == ["Ada Marlow", "Omar Haddad"]
    assert "Nothing new fits what these do, and highlights alone go to teachers:" in page.text


def test_a_digest_for_nobody_says_so(hill, edition, as_ada):
    edition.highlights.all().delete()
    page = as_ada.get(edition.get_absolute_url()).text
    assert ("As it stands, nobody would get it" in page, "Send it now</button>" in page) == (True, True)
    told = said(as_ada.post(url("digest_edition_send", edition_id=edition.pk)))
    assert told == "It goes out within the next minute, to nobody as it stands: see below, why."


def test_who_gets_a_digest_is_decided_once(hill, edition):
    """What the page counts is what goes out, also where something fits and where a digest was had."""
    now = timezone.now()
    topic(hill, "Volcanoes", teacher=hill.hugo)
    FailingAddress.objects.all().delete()
    expected = [chance.member.name for chance in who_gets(edition, now=now) if not chance.why_none]
    assert number_that_get(edition, now=now) == len(expected)
    go_out(edition_id=edition.pk, now=now)
    assert (go_out_now("digest"), sorted(expected)) == (["Ben Okafor", "Hugo Lindqvist"],) * 2


def test_who_gets_a_digest_takes_the_same_queries_for_one_and_for_three(hill, edition, django_assert_num_queries):
    loaded = edition_of(member=hill.ada, edition_id=edition.pk)
    topic(hill, "Volcanoes")
    with django_assert_num_queries(15):
        who_gets(loaded, now=timezone.now())
    for number in range(3):
        topic(hill, f"Volcanoes {number}", teacher=hill.cleo)
        title(hill, f"Volcano {number}", created_at=timezone.now() - DAY, dictionary="english")
    with django_assert_num_queries(15):
        who_gets(loaded, now=timezone.now())


# --- The call -----------------------------------------------------------------------------------------------------


def test_a_call_says_how_many_teachers_it_asks_and_asks_them(hill, coming, as_ada):
    Member.objects.filter(pk=hill.cleo.pk).update(email="")
    refuse(hill.hugo)
    page = as_ada.get(url("topic_calls"))
    asks = page.context["asks"]
    assert (asks.number, asks.in_person) == (1, 2)
    assert "Ask all 1 teacher" not in page.text
    assert "Ask 1 teacher</button>" in page.text
    told = said(as_ada.post(url("topic_call_open"), {"term": coming.pk, "whom": "all"}))
    assert told == "The call for Next term, now is open. One teacher is asked by mail."
    assert go_out_now("call") == ["Ben Okafor"]


def test_each_department_says_how_many_of_it_are_asked(hill, coming, as_ada):
    season = coming_season(hill.school, on=hill.school.day_of(timezone.now()))
    asks = would_ask(season, None)
    assert (asks.number, asks.departments[hill.science.pk]) == (3, 1)
    page = as_ada.get(url("topic_calls")).text
    assert ("Ask all 3 teachers</button>" in page, f"{hill.science} (1 teacher)" in page) == (True, True)
    chosen = {"term": coming.pk, "whom": "some", "departments": [hill.science.pk]}
    told = said(as_ada.post(url("topic_call_open"), chosen))
    assert told == "The call for Next term, now is open. One teacher is asked by mail."
    assert "Ask 2 more teachers</button>" in as_ada.get(url("topic_calls")).text
    told = said(as_ada.post(url("topic_call_open"), {"term": coming.pk, "whom": "all"}))
    assert (told, len(go_out_now("call"))) == (
        "The call for Next term, now is open. 2 teachers are asked by mail.",
        3,
    )


def test_a_reminder_by_hand_says_whom_it_reaches_and_reaches_them(hill, coming):
    begun = timezone.now() - 5 * DAY
    call = open_call(term=coming, by=hill.ada, now=begun)
    Message.objects.update(state="sent", finished_at=begun)
    refuse(hill.hugo)
    found = who_is_reminded(call, timezone.now())
    assert (found["now"], found["refused"], found["today"]) == (2, 1, 0)
    assert remind_now(call=call, by=hill.ada, now=timezone.now()) == 2
    assert go_out_now("reminder") == ["Ben Okafor", "Cleo Tanaka"]


def test_summaries_say_how_many_go_out_and_as_many_do(hill, coming, as_ada):
    call = open_call(term=coming, by=hill.ada, now=timezone.now())
    number = number_to_send(call)
    assert f"Send {number} summary now</button>" in as_ada.get(call.get_absolute_url()).text
    assert (send_all(call=call, by=hill.ada, now=timezone.now()), len(go_out_now("summary"))) == (number, number)
    refuse(hill.hugo)
    page = as_ada.get(call.get_absolute_url()).text
    assert (number_to_send(call), "There is nobody to send one to" in page) == (0, True)
