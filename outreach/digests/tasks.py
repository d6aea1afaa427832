"""The pulse of the digest: looks every minute for what is to go out."""

from celery import shared_task
from django.utils import timezone

from outreach.digests.editions import due_editions, prepare_editions
from outreach.digests.going_out import go_out


@shared_task
def see_to_digests():
    """Has the editions of the coming days ready, and gives each that is due to a worker."""
    now = timezone.now()
    prepare_editions(now=now)
    for edition_id in due_editions(now=now):
        send_digest.delay(edition_id)


@shared_task
def send_digest(edition_id):
    """Posts one edition."""
    go_out(edition_id=edition_id, now=timezone.now())
