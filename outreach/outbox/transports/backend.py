"""Any other backend of Django: files on one's own machine, or the service of a provider through django-anymail."""

from contextlib import suppress

from anymail.exceptions import AnymailAPIError, AnymailConfigurationError, AnymailError, AnymailRecipientsRefused
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from requests import ConnectTimeout, RequestException
from urllib3.exceptions import NewConnectionError

from outreach.models import Message
from outreach.outbox.outcomes import SENT, Outcome
from outreach.outbox.posting import one_line
from outreach.outbox.transports.errors import NotReachable

State = Message.State
NOT_NOW = (401, 403, 429, 503)  # we are not let in, there is too much of it, or the service is away
NOT_TAKEN = "The mail service took no message."
NO_ANSWER = "The mail service was given the message and gave no clear answer."


class OverBackend:
    """The backend that the settings name, for a bunch of messages."""

    backend = None

    def open(self):
        """Makes it ready. Raises `NotReachable`."""
        try:
            self.backend = get_connection()
            self.backend.open()
        except (OSError, AnymailError, ImproperlyConfigured) as error:
            raise NotReachable(f"Mail cannot be sent as it is set up: {one_line(str(error))}") from error

    def pack(self, envelope):
        """What is handed over of an Envelope."""
        return envelope.as_django()

    def hand_over(self, packed, *, begin, meanwhile):
        """The Outcome of handing over what was packed; None where `begin` says that it may not be."""
        if not begin():
            return None
        try:
            count = self.backend.send_messages([packed])
        except Exception as error:  # A backend is somebody else's, and may raise anything.
            return meaning(error)
        return SENT if count else Outcome(State.QUEUED, NOT_TAKEN)

    def close(self):
        with suppress(OSError):
            if self.backend:
                self.backend.close()


def meaning(error):
    """The Outcome of an error that a backend raised.

    Only where it is clear that the message was not taken it is tried again.
    """
    sentence = one_line(str(error)) or type(error).__name__
    match error:
        case AnymailRecipientsRefused():
            return Outcome(State.FAILED, sentence, is_of_address=True)
        case AnymailAPIError(status_code=int(status)):
            return _of_status(status, sentence)
        case RequestException() if not _never_connected(error):
            return Outcome(State.UNKNOWN, f"{NO_ANSWER} {sentence}", ends_all=True)
        case OSError() | AnymailConfigurationError() | ImproperlyConfigured():
            return Outcome(State.QUEUED, sentence, ends_all=True)
        case AnymailError() | ValueError():
            return Outcome(State.FAILED, sentence)
    return Outcome(State.UNKNOWN, f"{NO_ANSWER} {sentence}", ends_all=True)


def _of_status(status, sentence):
    """The Outcome of an answer of a provider's server; after a fault of its own nobody knows what it did before."""
    if status in NOT_NOW:
        return Outcome(State.QUEUED, sentence, ends_all=True)
    if 400 <= status < 500:
        return Outcome(State.FAILED, sentence)
    return Outcome(State.UNKNOWN, f"{NO_ANSWER} {sentence}", ends_all=True)


def _never_connected(error):
    """Whether a request failed before anything was said."""
    if isinstance(error, ConnectTimeout | NewConnectionError):
        return True
    causes = (error.__cause__, getattr(error, "reason", None), *error.args)
    return any(_never_connected(cause) for cause in causes if isinstance(cause, Exception))
