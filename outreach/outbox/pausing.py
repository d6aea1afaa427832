"""That a person has paused all mail of a school: said wherever mail is promised, and after whatever sends some."""

from django.contrib import messages

from collab.when import clock
from outreach.outbox.queries import rules_for


def pause_in_words(member, *, now):
    """“Mail is paused since 10:01 by Ada Marlow: nothing leaves until it goes on.”; "" where it is not. One query.

    The context of a page that includes `outreach/outbox/paused.html` has it as `paused`.
    """
    rules = rules_for(member)
    if not rules.paused_at:
        return ""
    by = f" by {rules.paused_by.name}" if rules.paused_by else ""
    return f"Mail is paused since {clock(rules.paused_at, now)}{by}: nothing leaves until it goes on."


def tell_sent(request, sentence, *, now):
    """Tells that something goes out, or, where mail is paused, that it waits as well."""
    paused = pause_in_words(request.member, now=now)
    tell = messages.warning if paused else messages.success
    tell(request, f"{sentence} {paused}".strip())
