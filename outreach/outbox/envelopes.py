"""A message as it leaves: its links put in, its headers on one line each, and all of it as bytes or for Django.

Django builds a mail from objects of Python's email package, which takes longer than everything else that the sender
does. What we send has always the same shape, so the bytes are written here: two texts, in quoted-printable.
"""

import re
from binascii import b2a_qp
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email

from outreach.letters.links import urls_of, with_urls
from outreach.outbox.posting import one_line

NAME = re.compile(r"[!-9;-~]{1,76}")
MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
# What we write ourselves, or what would say something about the whole mail; a row adds to these, and changes none.
OURS = re.compile(
    "auto-submitted|bcc|cc|content-.*|date|from|message-id|mime-version|reply-to|return-path|sender|subject|to", re.I
)
BOUNDARY = "=_collab"  # No line in quoted-printable can hold “=_”.


class NoMail(Exception):
    """No mail can be made of a row; its text says why."""


@dataclass(frozen=True)
class Envelope:
    """One message, ready. `headers`: name → text on one line; `to` and `sender` are bare addresses."""

    sender: str
    to: str
    to_name: str
    headers: dict
    text: str
    html: str

    def as_bytes(self):
        """The mail as it goes over the wire, lines ended as SMTP asks."""
        lines = [f"From: {_from(settings.DEFAULT_FROM_EMAIL)[1]}", f"To: {_mailbox(self.to_name, self.to)}"]
        lines += [f"{name}: {_encoded(name, text)}" for name, text in self.headers.items()]
        lines += ["MIME-Version: 1.0"]
        if not self.html:
            return b"\r\n".join(["\r\n".join(lines).encode(), *_part("plain", self.text), b""])
        lines += [f'Content-Type: multipart/alternative; boundary="{BOUNDARY}"', ""]
        edge = f"--{BOUNDARY}".encode()
        plain, rich = _part("plain", self.text), _part("html", self.html)
        return b"\r\n".join(["\r\n".join(lines).encode(), edge, *plain, edge, *rich, edge + b"--", b""])

    def as_django(self):
        """The same for any of Django's backends."""
        headers = dict(self.headers)
        mail = EmailMultiAlternatives(
            headers.pop("Subject"), self.text, to=[formataddr((self.to_name, self.to))], headers=headers
        )
        if self.html:
            mail.attach_alternative(self.html, "text/html")
        return mail


def envelope(message, *, now, reply_to=()):
    """The Envelope of a Message that goes out now; answers to it go to the addresses `reply_to`. Raises `NoMail`."""
    try:
        validate_email(message.to_address)
    except ValidationError as error:
        raise NoMail("Its address is not one to which mail can go.") from error
    if not MESSAGE_ID.fullmatch(message.message_id):
        raise NoMail("Its Message-ID is not a valid one.")
    urls = urls_of(message.links)
    return Envelope(
        sender=_from(settings.DEFAULT_FROM_EMAIL)[0],
        to=_bare(message.to_address),
        to_name=one_line(message.to_name),
        headers={
            "Subject": one_line(message.subject),
            "Date": format_datetime(now),
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            **({"Reply-To": ", ".join(map(_bare, reply_to))} if reply_to else {}),
            **_further(message, urls),
        },
        text=with_urls(message.text, urls),
        html=with_urls(message.html, urls),
    )


def _further(message, urls):
    """The headers that the row adds: dict."""
    found = {}
    for name, text in message.headers.items():
        if OURS.fullmatch(name) or not NAME.fullmatch(name):
            raise NoMail(f"“{one_line(name)[:60]}” is no header that may be added.")
        found[name] = one_line(with_urls(str(text), urls))
    return found


@cache
def _from(address):
    """The bare address of the sender, and its header."""
    name, bare = parseaddr(address)
    return _bare(bare), _mailbox(name, _bare(bare))


def _bare(address):
    """An address in ASCII: a domain in other letters is written as the mail servers know it."""
    return address if address.isascii() else sanitize_address(address, "utf-8")


def _mailbox(name, address):
    """A name and an address as a header."""
    if name.isascii() and "=?" not in name:
        return formataddr((name, address))
    return f"{_encoded('To', name)} <{address}>"


def _encoded(name, text):
    """A header's text in ASCII."""
    if text.isascii() and "=?" not in text:
        return text
    return Header(text, "utf-8", header_name=name).encode(linesep="\r\n")


def _part(kind, text):
    """A text as the lines of a part: its headers, an empty line, and the body."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return (
        f"Content-Type: text/{kind}; charset=utf-8".encode(),
        b"Content-Transfer-Encoding: quoted-printable",
        b"",
        b2a_qp(lines.replace("\n", "\r\n").encode(), istext=True),
    )
