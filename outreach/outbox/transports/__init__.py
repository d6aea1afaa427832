"""Ways on which mail leaves: SMTP, which tells at which point something happened, or any other backend of Django."""

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils.module_loading import import_string

from outreach.outbox.transports.backend import OverBackend
from outreach.outbox.transports.errors import NotReachable
from outreach.outbox.transports.smtp import OverSmtp

__all__ = ["NotReachable", "transport"]


def transport():
    """The way that the settings name; it opens, packs an Envelope, hands it over and says the Outcome, and closes."""
    backend = import_string(settings.EMAIL_BACKEND)
    return OverSmtp() if backend is EmailBackend else OverBackend()
