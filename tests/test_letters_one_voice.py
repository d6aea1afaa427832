"""All letters of a school speak with one voice: one greeting, by the full name, and one masthead, each in one file."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone

from collab.signin.letters import invitation_letter
from collab.signin.letters import letter as signin_letter
from outreach.calls import summaries
from outreach.calls.letters import Letters as CallLetters
from outreach.digests.entries import entry_of
from outreach.digests.letters import digest_letter
from outreach.letters.mould import Mould, letter
from outreach.models import CallRules, DigestEdition, TopicCall
from outreach.notices.letters import Letters as Notices
from outreach.outbox.trying import send_test
from tests.cast import NOW
from tests.suggestions import title

MASTHEAD = "The library of Hill School</p>"


@pytest.fixture
def letters(hill):
    """One letter of each kind to Ben."""
    call = TopicCall(school=hill.school, term=hill.terms[0])
    of_a_call = CallLetters(call, CallRules(school=hill.school))
    edition = DigestEdition(pk=1, school=hill.school)
    highlight = entry_of(title(hill, "Volcanoes"), edition=edition)
    summary = summaries.Summary(hill.science)
    invitation = SimpleNamespace(member=hill.ben, created_by=hill.ada, expires_at=timezone.now())
    by_mail = invitation_letter(invitation=invitation, link="https://x.example/", to=hill.ben.email)
    news = SimpleNamespace(text="Books are ready", detail="", url="/hill/")
    mould = Mould("call_summary", **summaries.shared(call))
    return {
        "call": of_a_call.invitation(teacher=hill.ben, last_year=[]),
        "call_reminder": of_a_call.reminder(teacher=hill.ben, last_year=[]),
        "call_handed_on": of_a_call.handed_on(colleague=hill.ben, teacher=hill.cleo, last_year=[]),
        "call_summary": summaries.letter_of(summary, hill.ben, call=call, mould=mould),
        "digest": digest_letter(edition=edition, member=hill.ben, fitting=[], highlights=[highlight]),
        "notice": Notices(hill.school).letter(hill.ben, [news]),
        "mail_test": send_test(by=hill.ben, now=NOW),
        "report_published": letter("report_published", personal={"name": hill.ben.name}, school=hill.school.name),
        "invitation": SimpleNamespace(text=by_mail.body, html=by_mail.alternatives[0][0]),
    }


def test_every_letter_of_a_school_greets_by_the_full_name(letters):
    assert {name: one.text.splitlines()[:2] for name, one in letters.items()} == {
        name: ["Dear Ben Okafor,", ""] for name in letters
    }
    assert {name for name, one in letters.items() if "Dear Ben Okafor,</p>" not in one.html} == set()


def test_every_letter_of_a_school_has_the_librarys_masthead(letters):
    assert {name: one.html.count(MASTHEAD) for name, one in letters.items()} == dict.fromkeys(letters, 1)


def test_a_letter_of_no_school_is_collabs():
    code = signin_letter("sign_in_code", to="ben@hill.example", code="AB12-CD34")
    assert ">Collab</p>" in code.alternatives[0][0]


def test_greeting_and_masthead_are_written_in_one_file_each():
    folder = Path(settings.BASE_DIR) / "templates" / "mail"
    files = {path.name: path.read_text() for path in folder.iterdir()}
    assert {name for name, text in files.items() if "Dear " in text} == {"greeting.html", "greeting.txt"}
    assert {name for name, text in files.items() if 'class="sender"' in text} == {"letter.html"}
