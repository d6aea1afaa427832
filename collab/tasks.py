"""Background work of the school itself."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def forget_what_has_run_out():
    """Deletes sessions whose time is over."""
    call_command("clearsessions")
