"""Personal links: what is stored says whom a link is for, and only the server's secret makes a link of it.

A message keeps a mark where its link will stand (`mark`), and what the link is for (`Message.links`). The link is put
in when the message is handed over, so that neither the outbox nor a copy of the database shows one that works.
"""

import re
from urllib.parse import quote

from django.conf import settings
from django.core.signing import BadSignature, Signer

from collab.addresses import address

MARK = re.compile("\ue002([a-z_]+)\ue003")
LONGEST = 200
HIDDEN = "(the personal link)"
STAND_IN = 7_046_029_254_386_353_555  # in place of the token, so that an address is worked out once


def mark(name):
    """What stands in a letter for the personal link of this name, which is that of its URL."""
    return f"\ue002{name}\ue003"


def url_of(name, stands_for):
    """The link to the page `name` that stands for something, such as “12-x7Gh…” (the key of a row and its nonce)."""
    path = address(name, token=STAND_IN)
    return settings.SITE_URL + path.replace(str(STAND_IN), quote(_signer(name).sign(stands_for)))


def urls_of(links):
    """The links of a message: `links` is name → what it stands for; the same with addresses."""
    return {name: url_of(name, stands_for) for name, stands_for in links.items()}


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
    return with_urls(text, urls_of(links))


def with_urls(text, urls):
    """The same where the addresses are known: `urls` is name → address."""
    return MARK.sub(lambda found: urls.get(found[1], ""), text)


def without_links(text):
    """The same for everybody else: in place of each link stands that it is there."""
    return MARK.sub(HIDDEN, text)


def _signer(name):
    return Signer(salt=f"outreach.links.{name}", sep=".")
