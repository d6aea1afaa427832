"""Personal links: what is stored says whom a link is for, and only the server's secret makes a link of it.

A message keeps a mark where its link will stand (`mark`), and what the link is for (`Message.links`). The link is put
in when the message is handed over, so that neither the outbox nor a copy of the database shows one that works.
"""

import re

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

MARK = re.compile("\ue002([a-z_]+)\ue003")
LONGEST = 200
HIDDEN = "(the personal link)"


def mark(name):
    """What stands in a letter for the personal link of this name, which is that of its URL."""
    return f"\ue002{name}\ue003"


def url_of(name, stands_for):
    """The link to the page `name` that stands for something, such as “12-x7Gh…” (the key of a row and its nonce)."""
    return settings.SITE_URL + reverse(name, kwargs={"token": _signer(name).sign(stands_for)})


def read(name, token):
    """What the token in an address stands for; None where it was not made here for this page."""
    if len(token) > LONGEST:
        return None
    try:
        return _signer(name).unsign(token)
    except BadSignature:
        return None


def with_links(text, links):
    """A text of a message with its links: `links` is name → what it stands for."""
    return MARK.sub(lambda found: url_of(found[1], links[found[1]]) if found[1] in links else "", text)


def without_links(text):
    """The same for everybody else: in place of each link stands that it is there."""
    return MARK.sub(HIDDEN, text)


def _signer(name):
    return Signer(salt=f"outreach.links.{name}", sep=".")
