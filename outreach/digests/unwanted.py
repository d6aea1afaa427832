"""What became untrue while a digest waited: looked at right before it is handed over."""

from outreach.models import MailChoices

STOPPED = "Its reader wants no digest any more."


def digests(messages):
    """Which of these messages must not go out, and why: key → sentence. One query."""
    never = MailChoices.objects.filter(digest_every=MailChoices.Every.NEVER)
    never = set(never.filter(member__in=[one.member_id for one in messages]).values_list("member_id", flat=True))
    return {one.pk: STOPPED for one in messages if one.member_id in never}
