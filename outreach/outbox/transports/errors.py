"""What went wrong on the way to the mail server, in words that an administrator can act on."""

import socket
import ssl
from smtplib import SMTPAuthenticationError, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from anymail.exceptions import AnymailError
from django.conf import settings

from outreach.outbox.posting import one_line


class NotReachable(Exception):
    """No connection to the mail server can be had, or it does not let us in; the text says why."""


def said(code, reply):
    """What the mail server answered, as a sentence."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return f"The mail server said: {code} {one_line(text)}".strip()


def why_not(error):
    """The sentence for an error that came up while mail was sent or a connection was made."""
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    match error:
        case AnymailError():
            return f"The mail service refused it: {one_line(str(error))}"
        case SMTPRecipientsRefused():
            return said(*next(iter(error.recipients.values())))
        case SMTPAuthenticationError():
            return f"The mail server refused our user name or password. {said(error.smtp_code, error.smtp_error)}"
        case SMTPResponseException():
            return said(error.smtp_code, error.smtp_error)
        case SMTPNotSupportedError():
            return f"The mail server at {server} cannot do what EMAIL_URL asks for: {error}"
        case ssl.SSLCertVerificationError():
            return f"The certificate of {server} is not valid: {error.verify_message}"
        case ssl.SSLError():
            return f"{server} does not speak TLS as EMAIL_URL expects it."
        case socket.gaierror():
            return f"There is no machine with the name {settings.EMAIL_HOST}."
        case ConnectionRefusedError():
            return f"Nothing listens at {server}."
        case TimeoutError():
            return f"{server} does not answer."
    return f"No connection to {server}: {one_line(str(error))}"
