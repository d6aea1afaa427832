"""What the page of one message shows, and its HTML as others than its reader may see it."""

import re

from outreach.letters.links import MARK, without_links
from outreach.models import Message
from outreach.outbox.actions import CAN_BE_CANCELLED, CAN_GO_AGAIN
from outreach.outbox.needs import may_correct
from outreach.outbox.permissions import may_be_written_to
from outreach.outbox.refused import address_is_refused
from outreach.outbox.story import story_of
from outreach.outbox.words import ICONS, TONES, is_too_late, so_far, title_of

State = Message.State
LINK = re.compile(rf'href="{MARK.pattern}"')


def page_of(message, *, reader, rules, now):
    """The context of the page of a message that comes with its people. One query."""
    is_whole = message.reduced_at is None
    may_go_again = is_whole and message.state in CAN_GO_AGAIN and may_be_written_to(message)
    goes_to = _address_now(message)
    return {
        "message": message,
        "title": without_links(title_of(message)),
        "lead": message.get_kind_display() if message.subject else "",
        "text": without_links(message.text),
        "tone": TONES[message.state],
        "icon": ICONS[message.state],
        "so_far": so_far(message, rules=rules, now=now),
        "story": story_of(message),
        "headers": [(name, without_links(str(value))) for name, value in message.headers.items()],
        "is_refused": is_whole and address_is_refused(message),
        "moved_to": goes_to if may_go_again and goes_to != message.to_address else "",
        "may_correct": may_correct(reader, message.member),
        "may_go_again": may_go_again,
        "may_be_cancelled": message.state in CAN_BE_CANCELLED,
        "is_sent": message.state == State.SENT,
        "has_failed": message.state == State.FAILED,
        "is_unknown": message.state == State.UNKNOWN,
        "is_on_its_way": message.state == State.SENDING,
        "is_too_late": may_go_again and is_too_late(message, now),
        "has_left": not may_be_written_to(message),
    }


def html_of(message):
    """The HTML of a message without its personal links, where each link leads nowhere."""
    return without_links(LINK.sub('href="#"', message.html))


def _address_now(message):
    """Where the message would go now: its person may have another address since."""
    return (message.member and message.member.email) or message.to_address
