"""The pulse of reports; `outreach.tasks` shows it to Celery."""

from celery import shared_task
from django.utils import timezone

from outreach.reports.drafts.drafting import draft_what_ended


@shared_task
def draft_reports():
    """Drafts the reports on what has ended."""
    draft_what_ended(now=timezone.now())
