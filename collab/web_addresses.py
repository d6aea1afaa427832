"""Addresses of web pages that people type: only http and https, and nothing in them that is not to be shown."""

from urllib.parse import urlsplit, urlunsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.encoding import iri_to_uri
from django.utils.encoding import punycode as as_ascii

INVALID = "Give the address of a web page, such as https://example.org/page."


def without_login(url):
    """Refuses an address with a user name or a password in it: everybody would read them."""
    try:
        is_open = "@" in urlsplit(url).netloc
    except ValueError:
        return  # It is no address at all, which another check says.
    if is_open:
        raise ValidationError("Leave the user name and the password out of the address.", code="login")


def plain(url):
    """A valid address in ASCII, as it goes over the wire: names in punycode, other letters in percent signs."""
    parts = urlsplit(url)
    host = as_ascii(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    netloc = f"{host}:{parts.port}" if parts.port else host
    return iri_to_uri(urlunsplit(parts._replace(netloc=netloc)))


class WebAddressField(forms.URLField):
    """An address of the web, which is all that is linked to."""

    default_error_messages = {"invalid": INVALID}
    default_validators = [URLValidator(schemes=["http", "https"], message=INVALID), without_login]
