"""Sends a test mail as `sendtestemail` of Django does, and says in a sentence what came of it."""

from smtplib import SMTPException

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands.sendtestemail import Command as DjangosCommand

from outreach.outbox.transports.errors import why_not


class Command(DjangosCommand):
    def handle(self, *args, **options):
        try:
            super().handle(*args, **options)
        except (SMTPException, OSError, AnymailError) as error:
            raise CommandError(f"The mail was not sent. {why_not(error)}") from error
        self.stdout.write(f"Sent from {settings.DEFAULT_FROM_EMAIL} {_way()}. Now look whether it arrives.")


def _way():
    """By which way it went, in words."""
    if settings.MAIL_PROVIDER:
        return f"through {settings.MAIL_PROVIDER}"
    if settings.EMAIL_URL:
        return f"through {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return f"into the folder {settings.MAIL_FOLDER}, since EMAIL_URL is not set"
