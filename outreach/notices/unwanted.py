"""What became untrue while a notice waited: looked at right before it is handed over."""

from collections import defaultdict

from outreach.models import MailChoices, Message, Noticed
from outreach.notices.keys import ALL, day_of
from outreach.notices.kinds import SWITCH_OF

REPLACED = "A later notice tells what still stands."
SWITCHED_OFF = "Its reader wants to hear of none of this any more."


def notices(messages):
    """Which of these messages must not go out, and why: key → sentence. Three queries."""
    dated = [message for message in messages if day_of(message.key)]
    if not dated:
        return {}
    members = {message.member_id for message in dated}
    latest, switches = _latest(dated, members), _switches(dated, members)
    off = dict(MailChoices.objects.filter(member__in=members).values_list("member", "notices_off"))
    found = {}
    for message in dated:
        day, member = day_of(message.key), message.member_id
        told = switches[member, day]
        if latest.get(member, day) > day:
            found[message.pk] = REPLACED
        elif told and told <= set(off.get(member, ())):
            found[message.pk] = SWITCHED_OFF
    return found


def _latest(messages, members):
    """Member's key → the day of their latest notice since the first of these, whatever became of it."""
    since = Message.objects.filter(
        school__in={message.school_id for message in messages},
        created_at__gte=min(message.created_at for message in messages),
    )
    since = since.filter(member__in=members, kind=Message.Kind.NOTICE, key__startswith=ALL)
    days = ((member, day_of(key)) for member, key in since.values_list("member", "key"))
    return dict(sorted((member, day) for member, day in days if day))


def _switches(messages, members):
    """(member's key, day) → the switches under which stands what was told them on that day."""
    days = {day_of(message.key) for message in messages}
    told = Noticed.objects.filter(member__in=members, told_on__in=days)
    switches = defaultdict(set)
    for member, day, what in told.values_list("member", "told_on", "what"):
        switches[member, day].add(SWITCH_OF.get(what.partition(":")[0]))
    return switches
