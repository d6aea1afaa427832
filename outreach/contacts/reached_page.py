"""The departments as their page shows them, and the list of those with whom the library is not in touch yet."""

from dataclasses import dataclass

from django.utils.formats import date_format

from collab.addresses import address
from collab.choices import Choice, options
from collab.found import Found
from collab.models import Role, Term
from collab.models.people import ContactBy
from outreach.contacts import reached
from outreach.contacts.filters import NO_DEPARTMENT

PAGE_SIZE = 100
MOST_NAMED = 3
TERMS_AHEAD = 2


@dataclass(frozen=True)
class Ahead:
    """One term of a department: “Term 4: 3 topics, 1 plan”, the first topics by name, the board."""

    words: str
    topics: str
    url: str


@dataclass(frozen=True)
class Line:
    """One department, or the people without one. In touch with `reached` of `teachers`; `missing_url`: the others."""

    name: str
    head: str
    champion: str
    talked_on: str
    talks_url: str
    ahead: list
    reached: int
    teachers: int
    missing_url: str


@dataclass(frozen=True)
class Missing:
    """A teacher with whom it is not in touch. `talked_on`: when the library last talked with them, before."""

    name: str
    url: str
    departments: str
    talked_on: str
    prefers: str
    email: str
    talk_url: str
    plan_url: str


def page_of(*, member, department, page, today):
    """The whole page. `department`: the key whose people are listed alone, 0 for none, None for all. Six queries."""
    since = reached.since_when(member=member, today=today)
    terms = list(Term.objects.visible_to(member).from_day(today)[:TERMS_AHEAD])
    people = reached.colleagues(member=member, since=since)
    rows = reached.departments(member=member)
    coming = reached.coming_up(member=member, terms=terms)
    teachers = [person for person in people if person.is_teacher]
    names = {row.pk: row.name for row in rows}
    missing = [person for person in teachers if not person.is_reached]
    listed = [person for person in missing if _is_of(person, department)]
    chosen = [*names.items(), (NO_DEPARTMENT, "No department")]
    found = _cut(listed, page)
    return {
        "since": since,
        "lines": list(_lines(rows, people, terms, coming, member.school.slug)),
        "reached": len(teachers) - len(missing),
        "teachers": len(teachers),
        "missing": len(missing),
        "found": found,
        "listed": [_missing(person, names, member.school.slug) for person in found.rows],
        "department": department,
        "kept": "" if department is None else f"department={department}",
        "choice": Choice("department", "Department", options(chosen, department)),
        "may_note": member.has_role(Role.LIBRARIAN),
    }


def _is_of(person, department):
    """Whether a person is of a department (a key; 0: of none; None: whatever theirs are)."""
    if department is None:
        return True
    return department in person.departments if department else not person.departments


def _cut(people, page):
    start, end = (page - 1) * PAGE_SIZE, page * PAGE_SIZE
    return Found(people[start:end], page, len(people), len(people) > end, one="teacher", many="teachers")


def _lines(rows, people, terms, coming, slug):
    """A line for each department, and one for what is of none, where there is anybody or anything."""
    for row in rows:
        yield _line(row, people, terms, coming, slug)
    without = _line(None, people, terms, coming, slug)
    if without.teachers or without.ahead:
        yield without


def _line(row, people, terms, coming, slug):
    """The line of a Department, or with None that of the people who are of none."""
    key = row.pk if row else NO_DEPARTMENT
    own = [person for person in people if _is_of(person, key)]
    teachers = [person for person in own if person.is_teacher]
    talked = [person.talked_on for person in own] + [row.filed_on if row else None]
    last = max(filter(None, talked), default=None)
    here = address("in_touch", school_slug=slug)
    return Line(
        name=row.name if row else "No department",
        head=str(row.head or "") if row else "",
        champion=str(row.champion or "") if row else "",
        talked_on=_day(last),
        talks_url=f"{address('contacts', school_slug=slug)}?department={key}",
        ahead=list(_ahead(row, terms, coming, slug)),
        reached=sum(person.is_reached for person in teachers),
        teachers=len(teachers),
        missing_url=f"{here}?department={key}#missing",
    )


def _ahead(row, terms, coming, slug):
    for term in terms:
        if found := coming.get((row and row.pk, term.pk)):
            where = f"&department={row.pk}" if row else ""
            yield Ahead(
                words=f"{term.name}: {', '.join(_counted(found))}",
                topics=_first(found.topics),
                url=f"{address('topic_board', school_slug=slug)}?term={term.pk}{where}",
            )


def _counted(coming):
    for number, thing in ((len(coming.topics), "topic"), (coming.plans, "plan")):
        if number:
            yield f"{number} {thing}{'s' if number > 1 else ''}"


def _first(topics):
    """“Bridges, Kites, Rivers and 2 more”"""
    more = f" and {len(topics) - MOST_NAMED} more" if len(topics) > MOST_NAMED else ""
    return f"{', '.join(topics[:MOST_NAMED])}{more}"


def _missing(person, names, slug):
    return Missing(
        name=person.name,
        url=address("person", school_slug=slug, member_id=person.key),
        departments=", ".join(names[key] for key in person.departments),
        talked_on=_day(person.talked_on),
        prefers=ContactBy(person.prefers).label,
        email=person.email,
        talk_url=f"{address('contact_add', school_slug=slug)}?with={person.key}&then=in_touch",
        plan_url=f"{address('plan_start', school_slug=slug)}?with={person.key}",
    )


def _day(day):
    return date_format(day, "j\u00a0M\u00a0Y") if day else ""
