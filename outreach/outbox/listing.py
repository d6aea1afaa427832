"""The list of messages: a page of rows and the filters above it."""

from dataclasses import dataclass

from collab.addresses import address
from collab.choices import Choice, options
from collab.when import clock
from outreach.models import Message
from outreach.outbox.filters import STATES
from outreach.outbox.queries import page_of_messages
from outreach.outbox.words import ICONS, TONES, so_far, title_of


@dataclass(frozen=True)
class Row:
    """One message in the list. `about`: its kind, or that its text is gone; `so_far`: why it waits, what came of it."""

    url: str
    title: str
    about: str
    to: str
    to_address: str
    state: str
    tone: str
    icon: str
    so_far: str
    written: str


def table(*, member, asked, rules, now):
    """The table: a page of rows and what stands around it. Two queries."""
    found = page_of_messages(member=member, asked=asked)
    slug = member.school.slug
    return {
        "asked": asked,
        "found": found,
        "rows": [row_of(message, slug=slug, rules=rules, now=now) for message in found.rows],
        "kept": asked.address().removeprefix("?"),
    }


def row_of(message, *, slug, rules, now):
    """A message as a Row."""
    return Row(
        url=address("message", school_slug=slug, message_id=message.pk),
        title=title_of(message),
        about=_about(message),
        to=message.to_name or (message.member.name if message.member else ""),
        to_address=message.to_address,
        state=message.get_state_display(),
        tone=TONES[message.state],
        icon=ICONS[message.state],
        so_far=so_far(message, rules=rules, now=now),
        written=clock(message.created_at, now),
    )


def _about(message):
    """What stands below the title, which is the kind already where the text is gone."""
    return "Its text is not kept any more" if message.reduced_at else message.get_kind_display()


def choices(asked):
    """The filters with their options."""
    return [
        Choice("state", "State", options(STATES, asked.state)),
        Choice("kind", "Kind", options(Message.Kind.choices, asked.kind)),
    ]
