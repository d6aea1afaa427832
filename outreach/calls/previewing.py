"""The letter of a call as a teacher will get it, byte for byte: on a page, and as a test to oneself."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings

from collab import asked
from collab.addresses import address
from collab.errors import Refused
from collab.models import Member, Role
from outreach.calls.answers import last_year
from outreach.calls.letters import Letters
from outreach.calls.season import Season, coming_season
from outreach.letters.links import mark, without_links
from outreach.letters.mould import Letter
from outreach.models import Message, TopicCall
from outreach.outbox.posting import can_be_written_to, message_to, post

KINDS = {"call": "The call", "reminder": "The reminder"}
MOST_TEACHERS = 2000


@dataclass(frozen=True)
class Preview:
    """A letter to a teacher; None where there is no term to ask about, or no teacher. `teachers`: (key, name)."""

    url: str
    kind: str
    season: Season | None
    teachers: list
    teacher: Member | None = None
    letter: Letter | None = None

    @property
    def kinds(self):
        return list(KINDS.items())

    @property
    def text(self):
        """As others read it: without the personal link."""
        return without_links(self.letter.text)

    @property
    def html(self):
        return without_links(self.letter.html)

    @property
    def html_url(self):
        return f"{self.url}&part=html"


def preview(query, *, reader, now):
    """The Preview that an address asks for: `teacher` (a key; else the first by name) and `kind`. Seven queries."""
    kind = query.get("kind") if query.get("kind") in KINDS else "call"
    teachers = Member.objects.visible_to(reader).active().with_role(Role.TEACHER).order_by("name", "pk")
    offered = list(teachers.values_list("pk", "name")[:MOST_TEACHERS])
    chosen = asked.key(query.get("teacher"))
    teacher = teachers.filter(pk=chosen).first() if chosen else teachers.first()
    season = coming_season(reader.school, on=reader.school.day_of(now))
    chosen = urlencode({"kind": kind, "teacher": teacher.pk if teacher else ""})
    url = f"{address('call_letter', school_slug=reader.school.slug)}?{chosen}"
    empty = Preview(url=url, kind=kind, season=season, teachers=offered, teacher=teacher)
    if season is None or teacher is None:
        return empty
    letters = Letters(TopicCall(school=season.school, term=season.term), season.rules)
    write = letters.invitation if kind == "call" else letters.reminder
    topics = last_year(season.term, [teacher.pk]).get(teacher.pk, [])
    return replace(empty, letter=write(teacher=teacher, last_year=topics))


def send_test(*, preview, by, now):
    """Puts the letter to a teacher into the outbox, to `by`. Its link leads to the preview: it answers for nobody.

    Raises `Refused` where there is no letter, or no address.
    """
    if preview.letter is None:
        raise Refused("There is no letter yet: see below, why.")
    if not can_be_written_to(by):
        raise Refused("You have no e-mail address here. Write one on your own page first.")
    link, letter = mark("answer"), preview.letter
    text = letter.text.replace(link, f"{settings.SITE_URL}{preview.url}")
    html = letter.html.replace(link, f"{settings.SITE_URL}{preview.url}".replace("&", "&amp;"))
    test = Letter(letter.subject, text, html)
    post(
        [message_to(by, kind=Message.Kind.TEST, key=f"test:{uuid4()}", letter=test, now=now, caused_by=by)],
        now=now,
    )
