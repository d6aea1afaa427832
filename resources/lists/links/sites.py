"""Which site a link leads to."""

from urllib.parse import urlsplit


def site_of(url):
    """“example.org” for an address there; empty for what is no address."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].removeprefix("www.")
    except ValueError:
        return ""
