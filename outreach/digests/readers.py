"""Who gets a digest now, and from when on a title is news to them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from collab.models import Member
from outreach.digests.reached import Had, digests_had_by
from outreach.models import MailChoices
from planning.models import PlanResource
from resources.models import BoxItem, ListEntry, PurchaseSuggestion

Every = MailChoices.Every
# From the week of one to the week of the next: an edition that goes out days late does not put off the next one.
APART = {Every.WEEK: timedelta(weeks=1), Every.FORTNIGHT: timedelta(weeks=2)}
FIRST_LOOKS_BACK = timedelta(days=14)
LOOKS_BACK = timedelta(days=370)  # From one term to the next, where a school has but one a year.
AT_ONCE = 500
SAID = (
    (PurchaseSuggestion, "created_by"),
    (ListEntry, "created_by"),
    (PlanResource, "added_by"),
    (BoxItem, "added_by"),
)


@dataclass(frozen=True)
class Reader:
    """A member, what they chose (an unsaved MailChoices where they chose nothing), and the digests that they had.

    `since`: what came after this moment is news to them. `known`: keys of titles that they put somewhere themselves.
    """

    member: Member
    choices: MailChoices
    had: Had
    since: object
    known: set = field(default_factory=set)


def members_in_bunches(school):
    """Lists of the members of a school who might get a digest: active, and with an address. One query each."""
    last = 0
    while True:
        members = Member.objects.filter(school=school, pk__gt=last).active().exclude(email="")
        bunch = list(members.order_by("pk")[:AT_ONCE])
        if not bunch:
            return
        yield bunch
        last = bunch[-1].pk


def readers_of(*, members, now, titles):
    """A Reader for each of some members. Three queries. `titles`: the keys of what is new."""
    chose = {one.member_id: one for one in MailChoices.objects.filter(member__in=members)}
    made, known = digests_had_by(members), _known(members, titles)
    none_yet = Had(None, None, now - FIRST_LOOKS_BACK)
    had = {member.pk: made.get(member.pk, none_yet) for member in members}
    return [
        Reader(
            member=member,
            choices=chose.get(member.pk) or MailChoices(member=member),
            had=had[member.pk],
            since=max(had[member.pk].since, now - LOOKS_BACK),
            known=known[member.pk],
        )
        for member in members
    ]


def is_due(reader, *, monday, first_of_term):
    """Whether somebody is to have the digest of the week that begins on a Monday, as often as they chose.

    `first_of_term`: the Monday of the first digest of the term that this one belongs to; None where it is in none.
    """
    every, last = reader.choices.digest_every, reader.had.last_monday
    if every == Every.NEVER:
        return False
    if last is None:
        return True
    if every == Every.TERM:
        return first_of_term is not None and last < first_of_term
    return monday - last >= APART[every]


def _known(members, titles):
    """Member's key → keys of the new titles that they suggested, or put into a plan, a box or a list. One query."""
    said = [
        model.objects.filter(resource__in=titles, **{f"{by}__in": members}).order_by().values_list(by, "resource")
        for model, by in SAID
    ]
    known = defaultdict(set)
    for member, title in said[0].union(*said[1:]):
        known[member].add(title)
    return known
