"""Mails a second through the outbox to a mail server of this machine, beside the same mails sent without one.

Both say the same to the same people, over one connection. Without an outbox each mail is rendered, built and sent by
Django; through it, it is rendered, posted, claimed, noted and sent by one worker, and all of that counts. The two take
turns, a few hundred mails each, so that both have the machine as it is at that moment; what is said is the median of
the turns. The server counts what came: a mail that did not come is no result.
"""

import smtplib
import statistics
import time
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from collab.models import Member, Role, School, Term
from outreach.calls.letters import SUBJECT, WORDS, Letters
from outreach.digests.entries import Entry
from outreach.digests.letters import STOP_HEADERS, digest_letter
from outreach.letters.links import url_of, with_links
from outreach.models import CallInvitation, CallRules, DigestEdition, MailRules, Message, TopicCall
from outreach.outbox.envelopes import envelope
from outreach.outbox.posting import message_to, post
from outreach.outbox.sending import send_what_waits
from tests.mail_servers import MailServer

PEOPLE = (1_000, 10_000)
GOALS = {"the call": 2.0, "the digest": 0.9}
AT_ONCE = 500
TURNS, WARMING_UP = 10, 20
TOPICS = ["Volcanoes", "The river from its spring to the sea", "Poems about the weather"]
State = Message.State


def measure_outbox(people=PEOPLE):
    """Prints mails per second and ratios, for each of these numbers of people. Raises where a mail did not come."""
    print("\nMails a second, one worker, a mail server of this machine; goals in brackets.")
    school, call, edition = _school()
    with MailServer("--count", "--pipelining") as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        for number in people:
            teachers = _teachers(school, call, number)
            for name, kind in (("the call", _Call(call)), ("the digest", _Digest(edition))):
                _measure(name, kind, teachers, server)
            _measure_smtplib(teachers, server, _Call(call))


def _measure(name, kind, teachers, server):
    plainly, ours = [], []
    turns = [teachers[:WARMING_UP], *_turns(teachers[WARMING_UP:])]
    for turn in turns:
        plainly.append(_rate(lambda turn=turn: _send_plainly(kind, turn), server, len(turn)))
        ours.append(_rate(lambda turn=turn: _send_through_outbox(kind, turn), server, len(turn)))
    posted = Message.objects.filter(school_id=teachers[0].school_id)
    if posted.filter(state=State.SENT).count() != len(teachers):
        raise SystemExit(f"{name}: not all messages are sent.")
    posted.delete()
    ratio = statistics.median(mine / theirs for theirs, mine in zip(plainly[1:], ours[1:], strict=True))
    goal = GOALS[name]
    print(
        f"{name:12}{len(teachers):7,} people: {statistics.median(plainly[1:]):6.0f} by send_messages alone, "
        f"{statistics.median(ours[1:]):6.0f} through the outbox, ratio {ratio:.2f} ({goal})"
        f"{'  missed' if ratio < goal else ''}",
        flush=True,
    )


def _turns(teachers):
    """Them in ten parts, of which the last may be shorter."""
    size = max(1, -(-len(teachers) // TURNS))
    return [teachers[start : start + size] for start in range(0, len(teachers), size)]


def _measure_smtplib(teachers, server, kind):
    """What smtplib does with bytes that are ready."""
    message = next(kind.messages(teachers[:1]))
    content = envelope(message, now=timezone.now()).as_bytes()

    def send():
        with smtplib.SMTP("127.0.0.1", server.port) as line:
            for teacher in teachers:
                line.sendmail("library@bench.example", [teacher.email], content)

    rate = _rate(send, server, len(teachers))
    print(f"{'smtplib':12}{len(teachers):7,} times the same bytes: {rate:6.0f}", flush=True)


def _rate(send, server, number):
    """Mails a second. All of them have to come."""
    came = len(server.lines)
    started = time.perf_counter()
    send()
    seconds = time.perf_counter() - started
    server.wait_for(came + number)
    return number / seconds


def _send_plainly(kind, teachers):
    with get_connection() as line:
        line.send_messages(kind.mail(teacher) for teacher in teachers)


def _send_through_outbox(kind, teachers):
    bunch = []
    for message in kind.messages(teachers):
        bunch.append(message)
        if len(bunch) == AT_ONCE:
            post(bunch, now=timezone.now())
            bunch = []
    post(bunch, now=timezone.now())
    send_what_waits(clock=timezone.now, at_most=timedelta(hours=1))


class _Call:
    """The question what one will teach: rendered once for all of those who taught as many topics a year ago."""

    def __init__(self, call):
        self.call = call
        self.answers = {place.teacher_id: f"{place.pk}-{place.nonce}" for place in call.invitations.all()}

    def messages(self, teachers):
        letters, now = Letters(self.call, CallRules(school=self.call.school)), timezone.now()
        for teacher in teachers:
            yield message_to(
                teacher,
                kind=Message.Kind.CALL,
                key=f"bench:{teacher.pk}",
                letter=letters.invitation(teacher=teacher, last_year=TOPICS),
                now=now,
                links={"answer": self.answers[teacher.pk]},
            )

    def mail(self, teacher):
        """The same as a mail of Django's, rendered for this teacher alone."""
        said = {"name": teacher.name, "term": str(self.call.term)}
        context = {
            "site_url": settings.SITE_URL,
            "school": self.call.school.name,
            "dates": "2 Feb – 9 Apr 2099",
            "until": "1 Feb 2099",
            "answer": url_of("answer", self.answers[teacher.pk]),
            "subject": SUBJECT.format(**said),
            "words": [part.split("\n") for part in WORDS.format(**said).split("\n\n")],
            "last_year": TOPICS,
            **said,
        }
        return _mail(
            teacher, *(render_to_string(f"mail/call.{end}", context) for end in ("subject.txt", "txt", "html"))
        )


class _Digest:
    """The digest of new resources: rendered for each person."""

    def __init__(self, edition):
        self.edition = edition
        self.fitting = [
            Entry(
                n, f"The {topic}", "Ana Pavlova · Book", f"for {topic}, Year 6", "", f"/bench/{n}/", f"/bench/{n}/want/"
            )
            for n, topic in enumerate(TOPICS * 2)
        ]

    def letter(self, teacher):
        return digest_letter(edition=self.edition, member=teacher, fitting=self.fitting, highlights=[])

    def links(self, teacher):
        return {"stop": f"{teacher.pk}-nonce"}

    def messages(self, teachers):
        now = timezone.now()
        for teacher in teachers:
            yield message_to(
                teacher,
                kind=Message.Kind.DIGEST,
                key=f"bench:{teacher.pk}",
                letter=self.letter(teacher),
                now=now,
                links=self.links(teacher),
                headers=STOP_HEADERS,
            )

    def mail(self, teacher):
        letter, links = self.letter(teacher), self.links(teacher)
        headers = {name: with_links(value, links) for name, value in STOP_HEADERS.items()}
        return _mail(teacher, letter.subject, with_links(letter.text, links), with_links(letter.html, links), headers)


def _mail(teacher, subject, text, html, headers=None):
    mail = EmailMultiAlternatives(" ".join(subject.split()), text, to=[f"{teacher.name} <{teacher.email}>"])
    mail.extra_headers = headers or {}
    mail.attach_alternative(html, "text/html")
    return mail


def _school():
    """A school whose mail never rests, with a call and an edition of its digest."""
    now = timezone.now()
    school = School.objects.create(
        name="Post School", slug="post", country="AU", time_zone="Australia/Sydney", created_at=now
    )
    MailRules.objects.create(school=school, quiet_from="00:00", quiet_until="00:00", goes_out_on_weekends=True)
    term = Term.objects.create(
        school=school, name="Term 1", year="2099", starts_on=date(2099, 2, 2), ends_on=date(2099, 4, 9)
    )
    call = TopicCall.objects.create(school=school, term=term, opened_at=now)
    edition = DigestEdition(pk=1, school=school)
    return school, call, edition


def _teachers(school, call, number):
    """So many teachers, each with a place in the call."""
    there = school.members.count()
    Member.objects.bulk_create(
        Member(
            school=school,
            name=f"Person {each}",
            email=f"person{each}@post.example",
            roles=[Role.TEACHER],
            created_at=timezone.now(),
        )
        for each in range(there, number)
    )
    teachers = list(school.members.order_by("pk")[:number])
    CallInvitation.objects.bulk_create(
        [CallInvitation(call=call, teacher=teacher, invited_at=timezone.now()) for teacher in teachers],
        ignore_conflicts=True,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return teachers
