"""Background work of the school itself."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from collab.signin.actions import forget_unused_accounts
from collab.staff_import.actions import forget_old_rows


@shared_task
def forget_what_has_run_out():
    """Deletes sessions whose time is over, logins that nobody ever used, and staff lists of yesterday."""
    call_command("clearsessions")
    forget_unused_accounts(now=timezone.now())
    forget_old_rows(now=timezone.now())
