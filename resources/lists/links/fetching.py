"""One request for one address, made safely: the name is looked up once, and the connection goes to what was checked."""

import os
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from django.conf import settings

CONNECT_WITHIN = 5  # seconds
MOST_ADDRESSES = 3  # of a site that are tried: often an IPv6 one that leads nowhere comes first
SCHEMES = {"http": 80, "https": 443}
HEADERS = {
    "User-Agent": f"Collab link check (+{settings.SITE_URL})",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class Forbidden(Exception):
    """The link leads where it is not followed; its text says where."""


class Unreachable(Exception):
    """Nobody answers there: there is no such name, or nothing listens."""


class Silent(Unreachable):
    """Nothing listens at any of its addresses, or nothing comes through to them."""


class Unclear(Exception):
    """It could not be found out this time: too slow, or something in between does not work."""


@dataclass(frozen=True)
class Answer:
    """The status of an answer, and where it says to go on (or "")."""

    status: int
    location: str


def ask(method, url, *, is_allowed, until, trust=None):
    """The Answer of a server to one request; nothing of its body is read.

    `is_allowed(address, port)` says of each address that the name stands for whether it may be connected to; one that
    may not is enough to leave all alone. `until`: the moment of `time.monotonic` at which it has taken too long.
    `trust`: an `ssl.SSLContext` in place of the system's. Raises `Forbidden`, `Unreachable`, `Unclear`.
    """
    parts, port = _parts_of(url)
    addresses = _checked_addresses(parts.hostname, port, is_allowed)
    connection = HTTPConnection(parts.hostname, port)
    connection.sock = _connected(addresses[:MOST_ADDRESSES], port, until)
    try:
        with _cut_off(connection.sock, until):
            if parts.scheme == "https":
                context = trust or ssl.create_default_context()
                connection.sock = context.wrap_socket(connection.sock, server_hostname=parts.hostname)
            connection.sock.settimeout(_left(until))
            connection.request(method, _target(parts), headers={"Host": parts.netloc, **HEADERS})
            answer = connection.getresponse()
            _left(until)  # What was cut off may look like an answer.
            return Answer(answer.status, answer.headers.get("Location", ""))
    except ssl.SSLCertVerificationError as error:
        raise Unclear("its certificate is not valid") from error
    except (OSError, HTTPException, ValueError) as error:
        is_late = isinstance(error, TimeoutError) or time.monotonic() >= until
        raise Unclear("it is too slow" if is_late else "it broke off") from error
    finally:
        connection.close()


def _target(parts):
    return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def _parts_of(url):
    try:
        parts = urlsplit(url)
        port = parts.port or SCHEMES.get(parts.scheme)
    except ValueError as error:
        raise Forbidden("it is not an address of the web") from error
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise Forbidden("it is not an address of the web")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("there is a user name in it")
    return parts, port


def _checked_addresses(host, port, is_allowed):
    """The addresses of a host, after all of them were looked at."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise Unclear("its name could not be looked up") from error
        raise Unreachable("there is no such site") from error
    except (UnicodeError, ValueError) as error:
        raise Unreachable("there is no such site") from error
    addresses = [entry[4][0] for entry in found]
    if not addresses or not all(is_allowed(address, port) for address in addresses):
        raise Forbidden("it leads into a network of its own, or to a port that is not of the web")
    return list(dict.fromkeys(addresses))


def _connected(addresses, port, until):
    """A socket to the first of the addresses at which somebody answers. Raises `Silent` where nobody does."""
    for address in addresses:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=min(CONNECT_WITHIN, _left(until)))
    raise Silent("nobody answers there")


def _left(until):
    left = until - time.monotonic()
    if left <= 0:
        raise Unclear("it is too slow")
    return left


@contextmanager
def _cut_off(sock, until):
    """Ends the connection at a moment, also where the server sends a byte every now and then to keep it open."""
    end = os.dup(sock.fileno())  # Of the connection, whatever becomes of the socket: TLS takes it over.

    def cut():
        with suppress(OSError), socket.socket(fileno=os.dup(end)) as other:
            other.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_left(until), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        os.close(end)
