"""Background work of notices."""

from celery import shared_task
from django.utils import timezone

from outreach.notices.actions import schools_due, send_notices


@shared_task
def see_to_notices():
    """Gathers the notices of each school whose morning it is."""
    now = timezone.now()
    for school in schools_due(now=now):
        send_notices(school=school, now=now)
