"""What stands above the list of messages: what holds the mail up, and what needs a person."""

from collab.people.permissions import may_change_person
from outreach.models import Message
from outreach.outbox import queries
from outreach.outbox.listing import row_of
from outreach.outbox.moving import carried
from outreach.outbox.refused import refused_addresses
from outreach.outbox.resting import at, rests_until, why_in_words
from outreach.outbox.rules import PAUSED, rests, why_it_rests
from outreach.outbox.set_up import leaves_this_machine

State = Message.State
SHOWN_ERRORS = 5


def needs(*, member, rules, now):
    """The context of that part of the page. At most seven queries."""
    standing = queries.standing(member)
    unknown = queries.unknown_messages(member) if standing.unknown else []
    refused, has_more = refused_addresses(member)
    return {
        "standing": standing,
        "stays_here": not leaves_this_machine(),
        "is_paused": why_it_rests(rules, now) == PAUSED,
        "rests": why_in_words(rules, now),
        "stuck": _stuck(member, standing, rules, now),
        "held_up": standing.retried[:1],
        "next_try": _next_try(standing, rules, now),
        "failed_groups": _groups(standing.failed),
        "unknown": [
            (message.pk, row_of(message, slug=member.school.slug, rules=rules, now=now)) for message in unknown
        ],
        "refused": [(one, may_correct(member, one.member)) for one in refused],
        "has_more_refused": has_more,
    }


def _stuck(member, standing, rules, now):
    """That nobody carries away what waits, in words; "" where it is not so."""
    if not standing.waiting or rests(rules, now):
        return ""
    finding = carried(member=member, rules=rules, sent=queries.latest(member, State.SENT), now=now)
    return finding.words if finding.tone == "error" else ""


def _next_try(standing, rules, now):
    """When the first of what was not taken is tried again, in words; "" while nobody knows."""
    again = standing.next_try and rests_until(rules, max(standing.next_try, now))
    return at(again, now) if again else ""


def _groups(failed):
    """What failed for the same reason, where it failed for several; a reason of one message alone is on its own row."""
    return [group for group in failed if group.number > 1][:SHOWN_ERRORS] if len(failed) > 1 else []


def may_correct(member, person):
    """Whether a member may give somebody another address."""
    return person is not None and may_change_person(member, person)
