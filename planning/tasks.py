"""Background work of planning."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from planning.answers.actions import forget_presences

KEPT_FOR = timedelta(hours=1)


@shared_task
def forget_who_was_here():
    """Deletes notes of who had which page open, long after anybody is told of them."""
    forget_presences(before=timezone.now() - KEPT_FOR)
