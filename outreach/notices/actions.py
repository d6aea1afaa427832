"""Named writes: the notices of one day, for one school, in batches of people."""

from datetime import timedelta

from django.db import transaction

from collab.models import Member, School, Term
from collab.writing import one_at_a_time
from outreach.models import FailingAddress, Message, Noticed, NoticeRound
from outreach.notices.days import A_DAY, GATHERED_AT, is_school_day, of_use_until
from outreach.notices.forgetting import take_back_what_waits
from outreach.notices.keys import key_of
from outreach.notices.letters import Letters
from outreach.notices.news import news_of
from outreach.outbox.posting import message_to, post

AT_ONCE = 200  # people
REMEMBERED_FOR = timedelta(days=400)


def schools_due(*, now):
    """The schools whose morning it is by their own clocks, and whose notices of the day are not gathered yet."""
    done = set(NoticeRound.objects.filter(day__gte=now.date() - A_DAY).values_list("school", "day"))
    for school in School.objects.order_by("pk"):
        there = now.astimezone(school.zone)
        if there.time() >= GATHERED_AT and (school.pk, there.date()) not in done:
            yield school


def send_notices(*, school, now):
    """Posts one notice to each member of a school who has something new to hear of. Returns how many were posted.

    On a day without school nobody is written to. Gone over again it posts nothing twice: what was told is remembered
    together with the message that tells it. What waits from an earlier day is told anew, as far as it still stands.
    """
    on = school.day_of(now)
    terms, posted = list(Term.objects.filter(school=school)), 0
    if is_school_day(on, terms=terms):
        take_back_what_waits(school=school, on=on, now=now)
        posted = _tell_all(school, terms=terms, on=on, now=now)
    Noticed.objects.filter(member__school=school, told_on__lt=on - REMEMBERED_FOR).delete()
    NoticeRound.objects.get_or_create(school=school, day=on, defaults={"finished_at": now})
    return posted


def _tell_all(school, *, terms, on, now):
    letters, until = Letters(school), of_use_until(school, on=on)
    posted, after = 0, 0
    while batch := list(_people(school).filter(pk__gt=after)[:AT_ONCE]):
        posted += _tell(batch, school=school, terms=terms, letters=letters, on=on, now=now, until=until)
        after = batch[-1].pk
    return posted


@transaction.atomic
def _tell(members, *, school, terms, letters, on, now, until):
    """Posts the notices of a batch of members, but for those who got theirs today. Returns how many."""
    one_at_a_time(school.pk)
    keys = {member: key_of(member, on=on) for member in members}
    served = Message.objects.filter(school=school, key__in=keys.values())
    served = set(served.values_list("key", flat=True))
    told, messages = [], []
    members = [member for member in members if keys[member] not in served]
    for member, new in news_of(members, school=school, on=on, terms=terms):
        told += [Noticed(member=member, what=name, told_on=on) for name in new]
        letter = letters.letter(member, list(new.values()))
        messages.append(
            message_to(member, kind=Message.Kind.NOTICE, key=keys[member], letter=letter, now=now, not_after=until)
        )
    Noticed.objects.bulk_create(told)
    post(messages, now=now)
    return len(messages)


def _people(school):
    """Those who can be written to, in the order of their keys; whose address is refused hears of it all later."""
    refused = FailingAddress.objects.filter(school=school).values("address")
    return Member.objects.filter(school=school).active().exclude(email="").exclude(email__in=refused).order_by("pk")
