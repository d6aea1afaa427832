"""Addresses that a mail server refused for good: whose they are or were, and what failed there."""

from dataclasses import dataclass

from django.db.models import Count, Max

from collab.models import Member
from outreach.models import FailingAddress, Message

SHOWN_ADDRESSES = 20
State = Message.State


@dataclass(frozen=True)
class RefusedAddress:
    """An address that the mail server refused for good, whose it is or was, and how many messages failed there.

    `now_at` is the person's address where they have another one by now.
    """

    address: FailingAddress
    member: Member | None
    now_at: str
    number: int


def refused_addresses(member):
    """The first refused addresses as list of `RefusedAddress`, and whether there are more. Three queries at most."""
    rows = list(FailingAddress.objects.visible_to(member).order_by("-failed_at", "pk")[: SHOWN_ADDRESSES + 1])
    has_more, rows = len(rows) > SHOWN_ADDRESSES, rows[:SHOWN_ADDRESSES]
    if not rows:
        return [], False
    addresses = [row.address for row in rows]
    people = Member.objects.visible_to(member)
    owners = {person.email: person for person in people.filter(email__in=addresses)}
    failed = (
        Message.objects.visible_to(member)
        .filter(state=State.FAILED, to_address__in=addresses)
        .order_by()
        .values_list("to_address")
        .annotate(number=Count("pk"), meant_for=Max("member"))
    )
    failed = {address: (number, meant_for) for address, number, meant_for in failed}
    meant_for = {pk for address, (_, pk) in failed.items() if pk and address not in owners}
    moved = people.in_bulk(meant_for) if meant_for else {}
    return [_refused(row, owners, failed, moved) for row in rows], has_more


def _refused(row, owners, failed, moved):
    number, meant_for = failed.get(row.address, (0, None))
    owner = owners.get(row.address)
    mover = None if owner else moved.get(meant_for)
    return RefusedAddress(row, owner or mover, mover.email if mover else "", number)


def address_is_refused(message):
    """Whether the mail server refused the address of a message for good."""
    refused = FailingAddress.objects.filter(school_id=message.school_id, address=message.to_address)
    return refused.exists()
