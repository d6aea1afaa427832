"""Named writes: the notices of one day, for one school, in batches of people."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from collab.addresses import address
from collab.models import Member, School, Term
from collab.writing import one_at_a_time
from outreach.desk.waiting import waiting_for
from outreach.letters.mould import Mould
from outreach.models import FailingAddress, MailChoices, Message, Noticed, NoticeRound
from outreach.notices.days import A_DAY, GATHERED_AT, is_school_day, of_use_until
from outreach.notices.forgetting import take_back_what_waits
from outreach.notices.keys import key_of
from outreach.notices.kinds import is_told, name_of
from outreach.outbox.posting import message_to, post

AT_ONCE = 200  # people
SHOWN = 10  # things in one notice; the desk has the rest
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
    posted = 0
    if is_school_day(on, terms=Term.objects.filter(school=school)):
        take_back_what_waits(school=school, on=on, now=now)
        posted = _tell_all(school, on, now)
    Noticed.objects.filter(member__school=school, told_on__lt=on - REMEMBERED_FOR).delete()
    NoticeRound.objects.get_or_create(school=school, day=on, defaults={"finished_at": now})
    return posted


def _tell_all(school, on, now):
    choices_url = _absolute(address("mail_choices", school_slug=school.slug))
    mould = Mould("notice", school=school, choices_url=choices_url)
    until = of_use_until(school, on=on)
    posted, after = 0, 0
    while batch := list(_people(school).filter(pk__gt=after)[:AT_ONCE]):
        posted += _tell(batch, school=school, mould=mould, on=on, until=until, now=now)
        after = batch[-1].pk
    return posted


@transaction.atomic
def _tell(members, *, school, mould, on, until, now):
    """Posts the notices of a batch of members, but for those who got theirs today. Returns how many."""
    one_at_a_time(school.pk)
    served = Message.objects.filter(school=school, key__in=[key_of(member, on=on) for member in members])
    served = set(served.values_list("key", flat=True))
    members = [member for member in members if key_of(member, on=on) not in served]
    told, messages = [], []
    for member, new in _news_of(members, school=school, on=on):
        told += [Noticed(member=member, what=name, told_on=on) for name in new]
        messages.append(_message(member, list(new.values()), mould=mould, on=on, now=now, not_after=until))
    Noticed.objects.bulk_create(told)
    post(messages, now=now)
    return len(messages)


def _news_of(members, *, school, on):
    """(member, name → DeskItem) for each member who has something to hear of and was not told it before."""
    items, _ = waiting_for(members=members, school_slug=school.slug, on=on)
    off = dict(MailChoices.objects.filter(member__in=members).values_list("member", "notices_off"))
    wanted = {
        member: {
            name_of(item, on=on): item for item in items[member.pk] if is_told(item, off=off.get(member.pk, ()), on=on)
        }
        for member in members
    }
    names = {name for things in wanted.values() for name in things}
    known = set(Noticed.objects.filter(member__in=members, what__in=names).values_list("member", "what"))
    for member, things in wanted.items():
        new = {name: item for name, item in things.items() if (member.pk, name) not in known}
        if new:
            yield member, new


def _message(member, items, *, mould, on, now, not_after):
    shown = [{"text": item.text, "detail": item.detail, "url": _absolute(item.url)} for item in items[:SHOWN]]
    left = len(items) - len(shown)
    letter = mould.letter(
        first_name=member.first_name,
        subject=items[0].text if len(items) == 1 else f"{len(items)} things wait for you, or are news",
        items=shown,
        more=f"{left} more on your desk" if left else "",
    )
    return message_to(
        member,
        kind=Message.Kind.NOTICE,
        key=key_of(member, on=on),
        letter=letter,
        now=now,
        not_after=not_after,
    )


def _people(school):
    """Those who can be written to, in the order of their keys; whose address is refused hears of it all later."""
    refused = FailingAddress.objects.filter(school=school).values("address")
    return Member.objects.filter(school=school).active().exclude(email="").exclude(email__in=refused).order_by("pk")


def _absolute(url):
    return settings.SITE_URL + url
