"""Whether the mail server can be reached, asked only where somebody wants to know, and not for long."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection

from collab.errors import Refused
from outreach.outbox.set_up import is_smtp, server
from outreach.outbox.transports.errors import why_not

LONGEST = 5  # seconds for each answer of the server


def reach_server(*, by):
    """Opens a connection to the mail server, signs in, and closes it. Returns what that says of it, as a sentence.

    Raises `Refused` with what is wrong.
    """
    if not is_smtp():
        raise Refused("There is no mail server to be asked. A test message shows whether mail arrives.")
    connection = get_connection(timeout=LONGEST)
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        raise Refused(why_not(error)) from error
    finally:
        connection.close()
    did = "lets us in" if settings.EMAIL_HOST_USER else "answers"
    return f"The mail server ({server()}) {did}. Whether mail arrives, a test message says."
