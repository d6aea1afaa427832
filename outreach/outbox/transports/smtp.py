"""SMTP by Django's own backend, over a connection that knows how far a message has come."""

import re
from contextlib import suppress
from functools import cache
from smtplib import SMTP, SMTP_SSL, SMTPException

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from outreach.models import Message
from outreach.outbox.outcomes import SENT, Outcome
from outreach.outbox.transports.errors import NotReachable, said, why_not

State = Message.State
SENDER, RECIPIENT, DATA, CONTENT = "sender", "recipient", "data", "content"
WANTED = {SENDER: (250,), RECIPIENT: (250, 251), DATA: (354,), CONTENT: (250,)}
CLOSES, TOO_LARGE, AUTHENTICATE = 421, 552, 530
OUR_FAULT = re.compile(rb"5\.7\.")  # RFC 3463: policy or security, such as that the server does not relay for us
GONE = Outcome(State.QUEUED, "The connection to the mail server was lost.", ends_all=True)
UNANSWERED = Outcome(State.UNKNOWN, "The mail server was given the message and did not answer.", ends_all=True)


class NotBegun(Exception):
    """The message is not to be handed over any more."""


class Line:
    """What a connection adds to smtplib's: it hands over one message to one person, and says at which point it is."""

    at = SENDER

    def hand_over(self, sender, to, content, *, begin, meanwhile):
        """(code, reply) of the answer that decides; `at` is the point to which it belongs.

        `begin` is called before any content is handed over, and says whether it may be: else `NotBegun` is raised, and
        the connection is of no more use. `meanwhile` is called while the server looks at the content.
        """
        self.at = SENDER
        refusal = self._envelope(sender, to, len(content), begin)
        if refusal:
            return refusal
        self.at = CONTENT
        self.send(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        meanwhile()
        self.sock.settimeout(settings.MAIL_ANSWER_TIMEOUT)
        answer = self.getreply()
        self.sock.settimeout(self.timeout)
        return answer

    def _envelope(self, sender, to, size, begin):
        """The answer with which the server refuses to see the content; None where it wants it.

        A server that can (RFC 2920) is told all in one go, and so has to be waited for once only; it reads while the
        beginning is noted.
        """
        commands = {
            SENDER: f"MAIL FROM:<{sender}>" + (f" SIZE={size}" if self.has_extn("size") else ""),
            RECIPIENT: f"RCPT TO:<{to}>",
            DATA: "DATA",
        }
        at_once = self.has_extn("pipelining")
        if at_once:
            self.send("".join(f"{command}\r\n" for command in commands.values()))
        if not begin():
            raise NotBegun
        refusal = None
        for point, command in commands.items():
            if not at_once:
                self.send(f"{command}\r\n")
            code, reply = self.getreply()
            if refusal is None:
                self.at = point
                refusal = None if code in WANTED[point] else (code, reply)
            if refusal and (not at_once or code == CLOSES):
                return refusal
        if refusal and code in WANTED[DATA]:
            self.send(".\r\n")  # It wants content though it took no recipient: it gets none.
            self.getreply()
        return refusal


class PlainLine(Line, SMTP):
    pass


class TlsLine(Line, SMTP_SSL):
    pass


class Backend(EmailBackend):
    @property
    def connection_class(self):
        return TlsLine if self.use_ssl else PlainLine


class OverSmtp:
    """One connection to the mail server that the settings name."""

    def __init__(self):
        self.backend = Backend()

    def open(self):
        """Connects and signs in, unless that is done. Raises `NotReachable`."""
        if self.line:
            return
        try:
            self.backend.open()
            self.line.ehlo_or_helo_if_needed()
        except (SMTPException, OSError) as error:
            self.close()
            raise NotReachable(why_not(error)) from error

    @property
    def line(self):
        return self.backend.connection

    def pack(self, envelope):
        """What is handed over of an Envelope."""
        return envelope.sender, envelope.to, envelope.as_bytes()

    def hand_over(self, packed, *, begin, meanwhile):
        """The Outcome of handing over what was packed; None where `begin` says that it may not be.

        `meanwhile` is called while the server looks at it.
        """
        begin = cache(begin)
        if self.line is None and not begin():
            return None
        try:
            self.open()
            code, reply = self.line.hand_over(*packed, begin=begin, meanwhile=meanwhile)
        except NotReachable as error:
            return Outcome(State.QUEUED, str(error), ends_all=True)
        except NotBegun:
            self._hang_up()
            return None
        except (SMTPException, OSError):
            if not begin():
                return None
            return UNANSWERED if self.line.at == CONTENT else GONE
        outcome = meaning(self.line.at, code, reply)
        if outcome is not SENT and not outcome.ends_all:
            with suppress(SMTPException, OSError):
                self.line.rset()
        return outcome

    def _hang_up(self):
        """Ends the connection without a word: the server may be waiting for content, and take a goodbye for it."""
        self.line.close()
        self.backend.connection = None

    def close(self):
        """Says goodbye; whoever is gone already need not hear it."""
        with suppress(SMTPException, OSError):
            self.backend.close()


def meaning(point, code, reply):
    """The Outcome of an answer (`code`, `reply`) to what was said at a point.

    A server that takes no mail from our sender takes none of the others either, so that they wait until somebody has
    seen to it. What is refused for good once it was read is refused for what it says.
    """
    if point == CONTENT and 200 <= code < 300:
        return SENT
    sentence = said(code, reply)
    if 400 <= code < 500:
        return Outcome(State.QUEUED, sentence, ends_all=code == CLOSES)
    if code < 400:
        unclear = State.UNKNOWN if point == CONTENT else State.QUEUED
        return Outcome(unclear, sentence, ends_all=True)
    if point == SENDER and code != TOO_LARGE:
        return Outcome(State.QUEUED, sentence, ends_all=True)
    is_of_address = point == RECIPIENT and code != AUTHENTICATE and not OUR_FAULT.search(reply)
    return Outcome(State.FAILED, sentence, is_of_address=is_of_address)
