"""Which of the things on somebody's desk they were not told yet."""

from outreach.desk.waiting import waiting_for
from outreach.models import MailChoices, Noticed
from outreach.notices.kinds import is_told, name_of


def news_of(members, *, school, on, terms):
    """(member, name → DeskItem) for each member who has something to hear of and was not told it before."""
    items, _ = waiting_for(members=members, school_slug=school.slug, on=on, terms=terms)
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
