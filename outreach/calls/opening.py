"""Opening a call, and giving each teacher a place in it and a letter: once, whoever opens it and however often."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from collab.models import Member, Role
from outreach.calls.answers import last_year
from outreach.calls.letters import Letters
from outreach.models import CallInvitation, Message, TopicCall
from outreach.outbox.posting import can_be_written_to, message_to, post, that_take_mail

AT_ONCE = 1000  # rows in one statement


def teachers_asked(call):
    """The teachers whom a call is for: all of the school, or those of its departments."""
    teachers = Member.objects.filter(school_id=call.school_id).active().with_role(Role.TEACHER)
    if not call.is_for_all:
        through = Member.departments.through.objects.filter(member=OuterRef("pk"))
        teachers = teachers.filter(Exists(through.filter(department__in=call.departments.all())))
    return teachers


def newcomers(call):
    """Those of them who have no place in the call yet."""
    places = CallInvitation.objects.filter(call=call, teacher=OuterRef("pk"))
    return teachers_asked(call).filter(~Exists(places)).order_by("pk")


@dataclass(frozen=True)
class WouldAsk:
    """How many teachers get a letter when a call is opened for all, and for each department alone (by its key).

    `in_person`: how many are asked in person, since no mail reaches them.
    """

    number: int = 0
    in_person: int = 0
    departments: dict = field(default_factory=dict)


def would_ask(season, call):
    """The WouldAsk of a Season; `call` is the one that is open for some departments, or None. Three queries at most."""
    call = TopicCall(pk=call and call.pk, school=season.school, term=season.term, is_for_all=True)
    teachers = newcomers(call) if call.pk else teachers_asked(call)
    teachers = list(teachers.prefetch_related("departments"))
    asked = that_take_mail(teachers)
    of = Counter(department.pk for teacher in asked for department in teacher.departments.all())
    return WouldAsk(len(asked), len(teachers) - len(asked), dict(of))


def open_for(*, season, departments, by, now):
    """The call for a term, made or widened to these departments (none: to all). Returns it, and whether it changed.

    The school is locked: of two who open it at once, the second finds the call of the first.
    """
    about = {"school": season.school, "term": season.term}
    call, is_new = TopicCall.objects.get_or_create(
        **about, defaults={"opened_at": now, "opened_by": by, "is_for_all": not departments}
    )
    call.term, call.school = season.term, season.school
    if is_new:
        call.departments.set(departments)
        return call, True
    if call.is_for_all:
        return call, False
    if departments:
        more = set(departments) - set(call.departments.all())
        call.departments.add(*more)
        return call, bool(more)
    call.is_for_all = True
    call.save(update_fields=["is_for_all"])
    call.departments.clear()
    return call, True


def invite(*, call, season, by, now):
    """Gives those who have none a place in the call, and writes to them. Returns the invitations.

    The school is locked. A teacher without an address has a place, and is asked in person.
    """
    teachers = list(newcomers(call))
    places = [CallInvitation(call=call, teacher=teacher, invited_at=now) for teacher in teachers]
    CallInvitation.objects.bulk_create(places, batch_size=AT_ONCE)
    write_to(call=call, places=places, season=season, by=by, now=now)
    return places


def write_to(*, call, places, season, by, now, after=0):
    """Puts the letter of a call to the teachers of these invitations into the outbox, `after` so many earlier ones."""
    places = [place for place in places if can_be_written_to(place.teacher)]
    if not places:
        return
    letters = Letters(call, season.rules)
    topics = last_year(call.term, [place.teacher_id for place in places])
    again = f":{after + 1}" if after else ""
    post(
        [
            message_to(
                place.teacher,
                kind=Message.Kind.CALL,
                key=f"call:{call.term_id}:{place.teacher_id}{again}",
                letter=letters.invitation(teacher=place.teacher, last_year=topics.get(place.teacher_id, [])),
                links={"answer": f"{place.pk}-{place.nonce}"},
                now=now,
                not_after=season.until,
                caused_by=by,
            )
            for place in places
        ],
        now=now,
    )
