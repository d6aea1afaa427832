"""Programs that open every link of a mail before its reader does change nothing: of a digest, a notice, a summary."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from collab.models import Term
from outreach.calls.actions import open_call
from outreach.calls.summaries import send_all
from outreach.letters.links import with_links
from outreach.letters.plain import SIGNS
from outreach.models import DigestEdition, Highlight, MailChoices, Message
from outreach.notices.actions import send_notices
from resources.models import TopicRequest
from resources.topics.actions import ask_topics, move_request
from tests.cast import NOW
from tests.clients import signed_in
from tests.letters import links_of
from tests.suggestions import topic
from tests.test_access import everything_written
from tests.test_call_letters import opened
from tests.test_digests import MONDAY, THURSDAY, edition, new, tick


@pytest.fixture(autouse=True)
def on_the_day_of_the_cast(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def digest(hill):
    topic(hill, "Volcanoes")
    new(hill)
    Highlight.objects.create(edition=edition(hill), resource=new(hill, "Kites"), position=1, line="Look at the maps")
    tick(THURSDAY)


def notice(hill):
    made = ask_topics(teacher=hill.ben, term=hill.term, topics=[{"topic": "Rivers"}], by=hill.ben, now=NOW)[0]
    move_request(topic_request=made, to=TopicRequest.State.SEEN, by=hill.ada, now=NOW)
    send_notices(school=hill.school, now=NOW)


def summary(hill):
    dates = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 9)}
    term = Term.objects.create(school=hill.school, name="Term 1", year="2027", **dates)
    call = open_call(term=term, by=hill.ada, now=NOW)
    ask_topics(teacher=hill.ben, term=term, topics=[{"topic": "Rome"}], by=hill.ben, now=NOW)
    send_all(call=call, by=hill.ada, now=NOW)


@pytest.mark.parametrize(("make", "links"), [(digest, 8), (notice, 2), (summary, 1)])
def test_a_scanner_that_opens_every_link_changes_nothing_whoever_is_signed_in(hill, make, links):
    hill.humanities.members.add(hill.ben)
    make(hill)
    messages = Message.objects.filter(kind=make.__name__)
    found = set()
    for one in messages.filter(member__in=[hill.ben, hill.hugo]):
        in_text, in_html = links_of(with_links(one.text, one.links), with_links(one.html, one.links))
        listed = [link.strip("<>") for name, link in one.headers.items() if name == "List-Unsubscribe"]
        found |= {*in_text, *in_html, *(with_links(link, one.links) for link in listed)}
    pages = {link.removeprefix(settings.SITE_URL) for link in found if link.startswith(settings.SITE_URL)}
    assert len(pages) == links
    scanners = [Client(), Client(headers={"User-Agent": "SafeLinks", "Purpose": "prefetch"})]
    scanners += [signed_in(one) for one in (hill.ben, hill.hugo)]
    before = everything_written()
    for page in sorted(pages):
        for scanner in scanners:
            opened(scanner, page)
    assert everything_written() == before


def test_no_text_in_a_digest_turns_the_direction_of_what_follows(hill):
    turned = "\u202egnihtemos\u2066 \ue002stop\ue003\r\n\u2069"
    hill.school.name = f"Hill {turned}"
    hill.school.save()
    type(hill.ben).objects.filter(pk=hill.ben.pk).update(name=f"{turned}Ben")
    topic(hill, f"Volcanoes {turned}")
    hill.year_level.name = f"Year 6 {turned}"
    hill.year_level.save()
    TopicRequest.objects.get().year_levels.add(hill.year_level)
    MailChoices.objects.create(member=hill.ben, interests=[f"bees {turned}"])
    creators = [f"Okri, {turned}"]
    new(hill, f"Volcanoes {turned}", creators=creators)
    new(hill, f"Bees {turned}", creators=creators)
    kites = new(hill, f"Kites {turned}", creators=creators)
    edition(hill, introduction=f"Hello {turned}")
    Highlight.objects.create(edition=DigestEdition.objects.get(monday=MONDAY), resource=kites, position=1, line=turned)
    tick(THURSDAY)
    message = Message.objects.get(member=hill.ben)
    assert SIGNS.findall(message.subject) == []
    assert [SIGNS.findall(with_links(body, message.links)) for body in (message.text, message.html)] == [[], []]
    assert [message.text.count(word) for word in ("Volcanoes", "Kites", "bees", "Okri, ", "Hello")] == [2, 1, 1, 3, 1]
