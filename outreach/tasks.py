"""Background work of what goes out to people: each subject has its own tasks."""

from outreach.calls.tasks import see_to_call, see_to_calls
from outreach.digests.tasks import see_to_digests, send_digest
from outreach.notices.tasks import see_to_notices
from outreach.outbox.tasks import reduce_old_mail, send_mail
from outreach.reports.drafts.tasks import draft_reports

__all__ = [
    "draft_reports",
    "reduce_old_mail",
    "see_to_call",
    "see_to_calls",
    "see_to_digests",
    "see_to_notices",
    "send_digest",
    "send_mail",
]
