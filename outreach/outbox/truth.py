"""What may have become untrue while it waited is not sent: settings.MAIL_CHECKS say who looks at which kind."""

from collections import defaultdict

from django.conf import settings
from django.utils.module_loading import import_string


def untrue(messages):
    """Which Messages are not to go out after all: dict of pk → the sentence that says why."""
    by_kind = defaultdict(list)
    for message in messages:
        by_kind[message.kind].append(message)
    found = {}
    for kind, checks in settings.MAIL_CHECKS.items():
        if by_kind[kind]:
            found |= import_string(checks)(by_kind[kind])
    return found
