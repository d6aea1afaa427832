"""Whom a bunch is for on the day on which it leaves: who has left, where each can be reached, and who cannot."""

from collab.models import Member
from outreach.models import FailingAddress


def people_of(messages):
    """Whom Messages are for, as they are today: dict of key → Member. One query."""
    people = Member.objects.only("name", "email", "deactivated_at")
    return people.in_bulk({message.member_id for message in messages if message.member_id})


def why_gone(messages, people):
    """Which Messages are for somebody who has left: dict of pk → the sentence that says so."""
    return {
        message.pk: f"{people[message.member_id].name} has left the school. Nothing is sent to them any more."
        for message in messages
        if message.member_id in people and not people[message.member_id].is_active
    }


def take_to_today(messages, people):
    """Gives Messages the address that their person has now, as `queueing` does in the database. Returns those moved."""
    moved = []
    for message in messages:
        person = people.get(message.member_id)
        if person and person.email not in ("", message.to_address):
            message.to_address = person.email
            moved.append(message)
    return moved


def refusals(messages):
    """What the mail server said of addresses of these Messages: dict of (school, address) → sentence. One query."""
    failing = FailingAddress.objects.filter(
        school__in={message.school_id for message in messages},
        address__in={message.to_address for message in messages},
    )
    return {
        (school, address): sentence
        for school, address, sentence in failing.values_list("school", "address", "sentence")
    }
