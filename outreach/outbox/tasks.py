"""Background work of the outbox; `outreach.tasks` shows it to Celery."""

from celery import shared_task
from django.utils import timezone

from outreach.outbox.claiming import forget_old_claims
from outreach.outbox.reducing import reduce_old
from outreach.outbox.sending import send_what_waits


@shared_task
def send_mail():
    """Sends what waits. Several may do so at once; each message is in the hands of one."""
    send_what_waits(clock=timezone.now)


@shared_task
def reduce_old_mail():
    """Takes the text out of mail that is old, and forgets claims that nobody came back to."""
    reduce_old(now=timezone.now())
    forget_old_claims(now=timezone.now())
