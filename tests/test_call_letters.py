"""The letters of a call: what they say, that hostile words stay words, and that opening their links does nothing."""

import re
from datetime import date
from email import message_from_bytes, policy
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from collab.models import Department, Member, School, Term
from outreach.calls.actions import open_call
from outreach.calls.handing_on import hand_on
from outreach.calls.letters import Letters
from outreach.calls.summaries import Summary, letter_of, shared
from outreach.letters.links import with_links, without_links
from outreach.letters.mould import Mould
from outreach.models import CallInvitation, CallRules, Message, TopicCall
from outreach.outbox.envelopes import envelope
from outreach.outbox.posting import message_to, post
from resources.topics.actions import ask_topics
from tests.cast import NOW
from tests.clients import signed_in
from tests.letters import LINK, Reader, links_of
from tests.test_access import everything_written

RULES = CallRules()
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "Line one\r\nBcc: everybody@evil.example\r\n\r\nand two",
    'Okafor, Ben" <x@evil.example>',
    "\u202eoloc eht morf \u2066sreviR",
    "אבגד هوز",
    "\ue0000\ue001 \ue0001\ue001 \ue00099\ue001 \ue002answer\ue003 \ue002stop\ue003",
    "{name} {term} {school} {{ answer }} {% now %}",
    "\u2028\u2029\x85\x0b\x0c\x1c",
    "😀" * 60,
]


@pytest.fixture(autouse=True)
def on_the_day_of_the_cast(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def call(hill):
    dates = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 9)}
    term = Term.objects.create(school=hill.school, name="Term 1", year="2027", **dates)
    return TopicCall.objects.create(school=hill.school, term=term, opened_at=NOW)


def letters_of(call, rules=RULES, *, teacher, colleague, last_year):
    """One letter of each kind."""
    letters = Letters(call, rules)
    return {
        "call": letters.invitation(teacher=teacher, last_year=last_year),
        "reminder": letters.reminder(teacher=teacher, last_year=last_year),
        "handed_on": letters.handed_on(colleague=colleague, teacher=teacher, last_year=last_year),
    }


# --- What they say ---------------------------------------------------------------------------------------------------


def test_the_letter_has_two_lines_last_years_topics_and_one_button(call, hill):
    letter = Letters(call, RULES).invitation(teacher=hill.ben, last_year=["Rivers", "Rocks & minerals"])
    assert letter.subject == "What will you teach in Term 1, 2027?"
    assert letter.text == (
        "Dear Ben Okafor,\n"
        "\n"
        "what will you teach in Term 1, 2027? Say it in a minute, and the library has books, links and lessons ready "
        "when you begin.\n"
        "\n"
        "A year ago you taught:\n"
        "\n"
        "- Rivers\n"
        "- Rocks & minerals\n"
        "\n"
        "Answer here:\n"
        "\n"
        "\ue002answer\ue003\n"
        "\n"
        "Term 1, 2027: 1 Feb – 9 Apr 2027. You can answer, and change your answer, until 31 Jan 2027.\n"
        "You need no password: the link is for you alone.\n"
        "\n"
        "-- \n"
        "You get this mail because you teach at Hill School, and its library asks everybody once a term.\n"
        "Would you rather be asked in person? Tell the library.\n"
    )
    read = Reader(letter.html)
    assert (letter.html.count("<a "), read.links) == (1, ["\ue002answer\ue003"])
    assert "Rocks &amp; minerals</li>" in letter.html
    assert "img" not in read.tags


def test_without_topics_a_year_ago_there_is_no_list(call, hill):
    letter = Letters(call, RULES).invitation(teacher=hill.ben, last_year=[])
    assert ("A year ago" in letter.text, "<ul" in letter.html) == (False, False)


def test_every_letter_knows_dark_mode_and_says_all_of_it_without_pictures(call, hill):
    for letter in letters_of(call, teacher=hill.ben, colleague=hill.cleo, last_year=["Rivers"]).values():
        assert '<meta name="color-scheme" content="light dark">' in letter.html
        assert "@media (prefers-color-scheme: dark)" in letter.html
        assert Reader(letter.html).tags & {"img", "script", "link", "iframe", "form"} == set()


def test_subject_and_words_are_the_schools_own_if_it_has_some(call, hill):
    words = "Kia ora {name},\r\n\r\n{school} <b>asks</b>:\nwhat comes in {term}? {Nothing} {{}} 5 > 3\n\n\n\nAda"
    letter = Letters(call, CallRules(subject="Topics for {term}, {name}", words=words)).invitation(
        teacher=hill.ben, last_year=[]
    )
    assert letter.subject == "Topics for Term 1, 2027, Ben Okafor"
    assert letter.text.startswith(
        "Kia ora Ben Okafor,\n\nHill School <b>asks</b>:\nwhat comes in Term 1, 2027? {Nothing} {{}} 5 > 3\n\nAda\n\n"
    )
    assert (
        "Hill School &lt;b&gt;asks&lt;/b&gt;:<br>what comes in Term 1, 2027? {Nothing} {{}} 5 &gt; 3</p>" in letter.html
    )


def test_a_letter_is_rendered_once_for_all_who_have_as_many_topics(call, hill):
    letters = Letters(call, RULES)
    for number in range(10):
        teacher = Member(name=f"Teacher {number}")
        text = letters.invitation(teacher=teacher, last_year=[f"Topic {number}", "Rocks"]).text
        assert (f"Dear Teacher {number}," in text, f"- Topic {number}\n" in text) == (True, True)
    assert len(letters.moulds["call"].shapes) == 1


# --- Links ---------------------------------------------------------------------------------------------------------


def test_both_bodies_of_every_letter_carry_the_same_links(call, hill):
    for letter in letters_of(call, teacher=hill.ben, colleague=hill.cleo, last_year=["Rivers"]).values():
        text, html = links_of(*(with_links(body, {"answer": "12-abc"}) for body in (letter.text, letter.html)))
        assert text == html
        assert len(text) == 1


def test_each_message_has_the_link_of_its_own_reader_and_nobody_elses(call, hill):
    TopicCall.objects.all().delete()
    open_call(term=call.term, by=hill.ada, now=NOW)
    found = {}
    for message in Message.objects.filter(kind="call"):
        [link], _ = links_of(with_links(message.text, message.links), "")
        found[message.member.name] = link
        assert message.links == {"answer": f"{_place(message).pk}-{_place(message).nonce}"}
        assert _place(message).teacher == message.member
        assert LINK.findall(message.text + message.html) == []
        assert "(the personal link)" in without_links(message.text)
    assert sorted(found) == ["Ben Okafor", "Cleo Tanaka", "Hugo Lindqvist"]
    assert len(set(found.values())) == 3


def _place(message):
    return CallInvitation.objects.get(pk=message.links["answer"].partition("-")[0])


# --- Hostile words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_wherever_they_stand(hill, words):
    school = School(name=words, time_zone="UTC")
    term = Term(name=words, year="2027", starts_on=date(2027, 2, 1), ends_on=date(2027, 4, 9))
    call = TopicCall(school=school, term=term)
    person = Member(name=words, school_id=hill.school.pk, email='"a,b"@hill.example')
    plain = letters_of(
        TopicCall(school=hill.school, term=hill.term),
        teacher=hill.ben,
        colleague=hill.cleo,
        last_year=["Rivers", "Rocks"],
    )
    for rules in (RULES, CallRules(subject=words, words=words)):
        found = letters_of(call, rules, teacher=person, colleague=person, last_year=[words, "Rocks"])
        for kind, letter in found.items():
            mail = mail_of(letter, person, kind)
            text, html = (mail.get_body((part,)).get_content() for part in ("plain", "html"))
            usual = Reader(plain[kind].html)
            read = Reader(html)
            assert read.tags - {"br"} == usual.tags
            assert read.attributes - usual.attributes == set()
            assert links_of(text, html) == ([OWN_LINK], [OWN_LINK])
            assert not re.search("[\ue000-\ue003\u202a-\u202e\u2066-\u2069]", text + html + mail["Subject"])
            assert mail.keys() == [
                "From",
                "To",
                "Subject",
                "Date",
                "Message-ID",
                "Auto-Submitted",
                "MIME-Version",
                "Content-Type",
            ]
            assert [one.addr_spec for one in mail["To"].addresses] == ['"a,b"@hill.example']
            assert mail.defects == []


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_in_a_summary(hill, words):
    school = School(name=words, slug="any", time_zone="UTC")
    term = Term(pk=1, name=words, year="2027", starts_on=date(2027, 2, 1), ends_on=date(2027, 4, 9))
    call = TopicCall(pk=1, school=school, term=term)
    reader = Member(name=words, school_id=hill.school.pk, email='"a,b"@hill.example')

    def summed_up(words):
        people = {"topics": [(words, words)], "nothing": [words, words], "missing": [words]}
        summary = Summary(Department(pk=1, name=words), **people, asked=3)
        return letter_of(summary, reader, call=call, mould=Mould("call_summary", **shared(call)))

    usual, letter = Reader(summed_up("Rivers").html), summed_up(words)
    mail = mail_of(letter, reader, "summary")
    text, html = (mail.get_body((part,)).get_content() for part in ("plain", "html"))
    read = Reader(html)
    assert (read.tags, read.attributes) == (usual.tags, usual.attributes)
    assert not re.search("[\ue000-\ue003\u202a-\u202e\u2066-\u2069]", text + html + mail["Subject"])
    assert [one.addr_spec for one in mail["To"].addresses] == ['"a,b"@hill.example']
    assert mail.defects == []


OWN_LINK = with_links("\ue002answer\ue003", {"answer": "12-abc"})


def mail_of(letter, reader, kind):
    """The mail that leaves, read again as a mail program does."""
    message = message_to(reader, kind=kind, key="x", letter=letter, links={"answer": "12-abc"}, now=NOW)
    return message_from_bytes(envelope(message, now=NOW).as_bytes(), policy=policy.default)


def test_a_mail_is_the_same_through_djangos_backends(call, hill):
    letter = Letters(call, RULES).invitation(teacher=hill.ben, last_year=HOSTILE)
    message = message_to(hill.ben, kind="call", key="x", letter=letter, links={"answer": "12-abc"}, now=NOW)
    mail = envelope(message, now=NOW).as_django()
    assert isinstance(mail, EmailMultiAlternatives)
    read = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    assert read["Subject"] == "What will you teach in Term 1, 2027?"
    assert links_of(*(read.get_body((part,)).get_content() for part in ("plain", "html"))) == ([OWN_LINK], [OWN_LINK])


# --- Scanners --------------------------------------------------------------------------------------------------------


def test_a_scanner_that_opens_every_link_of_every_mail_changes_nothing(call, hill, vale):
    about = {"teacher": hill.ben, "by": hill.ben, "now": NOW}
    ask_topics(**about, term=hill.terms[0], topics=[{"topic": "Rivers"}])
    TopicCall.objects.all().delete()
    open_call(term=call.term, by=hill.ada, now=NOW)
    place = CallInvitation.objects.select_related("call__term", "call__school", "teacher").get(teacher=hill.ben)
    hand_on(invitation=place, to=hill.cleo, now=NOW)
    ask_topics(**about, term=call.term, topics=[{"topic": "Rome"}])
    letter = Letters(place.call, RULES).reminder(teacher=hill.hugo, last_year=[])
    links = {"answer": CallInvitation.objects.get(teacher=hill.hugo)}
    links = {"answer": f"{links['answer'].pk}-{links['answer'].nonce}"}
    post([message_to(hill.hugo, kind="reminder", key="r", letter=letter, links=links, now=NOW)], now=NOW)
    messages = list(Message.objects.all())
    assert sorted({one.kind for one in messages}) == ["call", "handed_on", "reminder"]
    found = {
        link for one in messages for body in (one.text, one.html) for link in LINK.findall(with_links(body, one.links))
    }
    assert len(found) == 4
    scanners = [Client(), Client(headers={"User-Agent": "SafeLinks", "Purpose": "prefetch"}), signed_in(hill.ada)]
    before = everything_written()
    pages = {link.removeprefix(settings.SITE_URL) for link in found}
    for _ in range(2):
        pages |= {link for page in pages for scanner in scanners for link in opened(scanner, page)}
    assert len(pages) > 8
    assert everything_written() == before


def opened(scanner, page):
    """Opens a page in every way that is said to change nothing; the addresses in it, even of its forms."""
    html = scanner.get(page).content.decode() if not page.startswith("/static/") else ""
    scanner.head(page), scanner.options(page)
    found = re.findall(r'(?:href|src|action)="([^"#]+)"', html)
    return {urljoin(page, one) for one in found if not one.startswith("/static/")}


# --- The mould -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["\ue0000\ue001", "\ue00099\ue001", "\ue000"])
def test_what_many_letters_share_may_hold_the_signs_of_a_mould_itself(words):
    mould = Mould("call", term=words, school="Hill School", dates="soon", until="then", answer="x")
    letter = mould.letter(name="Ben", subject="Topics", words=[["Dear Ben"]], last_year=["Rivers"])
    assert letter.text.startswith("Dear Ben\n\nA year ago you taught:\n\n- Rivers\n")
    assert f"{words}: soon." in letter.text
    assert f"{words}: soon." in letter.html
