"""Who gets a digest now, and from when on a title is news to them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Max

from collab.models import Member
from outreach.models import Digest, MailChoices
from planning.models import PlanResource
from resources.models import BoxItem, ListEntry, PurchaseSuggestion

Every = MailChoices.Every
# A digest that went out a day or two late does not put off the next one.
AT_LEAST = {Every.WEEK: timedelta(days=5), Every.FORTNIGHT: timedelta(days=12)}
FIRST_LOOKS_BACK = timedelta(days=14)
LOOKS_BACK = timedelta(days=120)  # To somebody who had none for a long time: a term at most.
AT_ONCE = 500
SAID = (
    (PurchaseSuggestion, "created_by"),
    (ListEntry, "created_by"),
    (PlanResource, "added_by"),
    (BoxItem, "added_by"),
)


@dataclass(frozen=True)
class Reader:
    """A member, what they chose (an unsaved MailChoices where they chose nothing), and when they had a digest last.

    `since`: what came after this moment is news to them. `known`: keys of titles that they put somewhere themselves.
    """

    member: Member
    choices: MailChoices
    last_at: object
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
    had = Digest.objects.filter(member__in=members).order_by().values_list("member").annotate(last=Max("made_at"))
    had, known = dict(had), _known(members, titles)
    return [
        Reader(
            member=member,
            choices=chose.get(member.pk) or MailChoices(member=member),
            last_at=had.get(member.pk),
            since=max(had.get(member.pk, now - FIRST_LOOKS_BACK), now - LOOKS_BACK),
            known=known[member.pk],
        )
        for member in members
    ]


def is_due(reader, *, now, term_began):
    """Whether somebody is to have a digest now, as often as they chose. `term_began`: of the running one, or None."""
    every = reader.choices.digest_every
    if every == Every.NEVER:
        return False
    if reader.last_at is None:
        return True
    if every == Every.TERM:
        return term_began is not None and reader.last_at < term_began
    return now - reader.last_at >= AT_LEAST[every]


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
