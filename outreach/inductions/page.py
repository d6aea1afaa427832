"""The induction list as the page shows it: a row for each new colleague, a cell for each first step."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime

from collab.addresses import address
from collab.found import COUNTED_UP_TO, Found
from outreach.inductions import queries

PAGE_SIZE = 50
MOST_BELOW = 50


@dataclass(frozen=True)
class Step:
    """One step of one person. `words` say when and who, or nothing while it is open.

    `key`: what its button notes, where a button does; `may_undo`: whether a button takes it back. `url` leads on.
    """

    label: str
    words: str = ""
    key: str = ""
    may_undo: bool = False
    url: str = ""

    @property
    def is_done(self):
        return bool(self.words)


@dataclass(frozen=True)
class Row:
    """One new colleague. `key` is that of the member; `since` when they came; `set_aside` who took them off, when."""

    key: int
    name: str
    url: str
    since: str
    steps: list
    set_aside: str
    note_url: str
    aside_url: str
    back_url: str
    talk_url: str


def page_of(*, member, page, now):
    """The list of those under way, a page of it, and below it who has finished and who was set aside. Four queries."""
    people = queries.new_people(school=member.school, now=now)
    under_way = queries.under_way(people)
    start = (page - 1) * PAGE_SIZE
    rows = list(under_way[start : start + PAGE_SIZE + 1])
    total = under_way.order_by()[: COUNTED_UP_TO + 1].count()
    found = Found(rows[:PAGE_SIZE], page, total, len(rows) > PAGE_SIZE, one="new colleague", many="new colleagues")
    return {
        "found": found,
        "rows": [row_of(person) for person in found.rows],
        "finished": [row_of(person) for person in queries.finished(people)[:MOST_BELOW]],
        "set_aside": [row_of(person) for person in queries.set_aside(people)[:MOST_BELOW]],
    }


def row_of(person):
    """A person from `new_people` as a Row."""
    slug, induction = person.school.slug, getattr(person, "induction", None)
    about = {"school_slug": slug, "member_id": person.pk}
    return Row(
        key=person.pk,
        name=person.name,
        url=address("person", **about),
        since=_moment(person.created_at),
        steps=[*_noted(person, induction), *_seen(person, slug)],
        set_aside=_aside(induction),
        note_url=address("induction_note", **about),
        aside_url=address("induction_set_aside", **about),
        back_url=address("induction_take_back", **about),
        talk_url=f"{address('contact_add', school_slug=slug)}?with={person.pk}&then=inductions",
    )


def _noted(person, induction):
    """The two steps that somebody notes; a conversation is a meeting, too."""
    met_on, met_by = (induction.met_on, induction.met_by) if induction else (None, None)
    shown_on, shown_by = (induction.shown_on, induction.shown_by) if induction else (None, None)
    if not met_on and person.talked_on:
        yield Step("Met", f"{_day(person.talked_on)}, {person.talked_by}")
    else:
        yield Step("Met", _by(met_on, met_by), "met", bool(met_on))
    yield Step("Shown round", _by(shown_on, shown_by), "shown", bool(shown_on))


def _seen(person, slug):
    """The steps that are seen from what a person did."""
    yield Step("Signed up", _moment(person.joined_at) if person.joined_at else "")
    yield Step("First topic", f"{person.first_topic}, {_moment(person.topic_at)}" if person.first_topic else "")
    begin_url = f"{address('plan_start', school_slug=slug)}?with={person.pk}"
    plan_url = address("plan", school_slug=slug, plan_id=person.first_plan) if person.first_plan else begin_url
    words = f"{person.plan_title}, {_moment(person.plan_at)}" if person.first_plan else ""
    yield Step("First unit", words, url=plan_url)


def _aside(induction):
    if not induction or not induction.set_aside_at:
        return ""
    who = f", {induction.set_aside_by}" if induction.set_aside_by else ""
    return f"{_moment(induction.set_aside_at)}{who}"


def _by(day, who):
    """“12 Nov 2026, Ada Marlow”; empty for no day."""
    return ", ".join(filter(None, (_day(day), str(who or "")))) if day else ""


def _day(day):
    return date_format(day, "j\u00a0M\u00a0Y")


def _moment(moment):
    return _day(localtime(moment))
