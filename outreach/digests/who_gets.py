"""Who would get an edition if it went out at a moment, and who would not and why: decided by what makes the digests."""

from dataclasses import dataclass

from collab.models import Member
from outreach.digests.making import Making
from outreach.digests.readers import AT_ONCE
from outreach.outbox.posting import that_take_mail


@dataclass(frozen=True)
class Chance:
    """Somebody, and why they would get none; "" where they would.

    `nothing_fits`: it is only that there is nothing for them this time, and not a reason of their own.
    """

    member: Member
    why_none: str
    nothing_fits: bool = False


def who_gets(edition, *, now):
    """A Chance for each active member of the edition's school, teachers first, then by name.

    Eight queries, and seven for each bunch of people.
    """
    people = list(Member.objects.filter(school=edition.school_id).active().order_by("name", "pk"))
    making, found = Making(edition, now), []
    takes_mail = {member.pk for member in that_take_mail(people)}
    for start in range(0, len(people), AT_ONCE):
        for matched in making.matched(people[start : start + AT_ONCE], also_those_not_due=True):
            member = matched[0].member
            why = making.why_none(matched)
            if not why and member.pk not in takes_mail:
                found.append(Chance(member, f"{member.name} has an address that a mail server refused."))
                continue
            found.append(Chance(member, why, nothing_fits=bool(why) and not making.why_not_now(matched[0])))
    return sorted(found, key=lambda one: not one.member.is_teacher)


def number_that_get(edition, *, now):
    """How many would get it."""
    return sum(not chance.why_none for chance in who_gets(edition, now=now))
