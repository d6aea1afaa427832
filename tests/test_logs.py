"""What the log leaves out: a link that works for whoever holds it stands in no line."""

import logging
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.db import connection

from collab.logs import HIDDEN, WithoutTokens, without_tokens
from collab.stack.run import web_options
from outreach.letters.links import url_of
from outreach.models.calls import new_nonce
from tests.addresses import all_addresses
from tests.databases import address

TOKENS = {
    "answer": url_of("answer", f"12-{new_nonce()}").split("/")[-2],
    "stop": url_of("stop", "12-weekly").split("/")[-2],
    "join": secrets.token_urlsafe(32),
    "public_list": "abcdefgh23456789" * 2,
    "account_reset_password_from_key": "1-d4jl2m-0123456789abcdef0123456789abcdef",
}
PATHS = [
    f"/-/answer/{TOKENS['answer']}/",
    f"/-/answer/{TOKENS['answer']}/topics/12/move/",
    f"/-/stop/{TOKENS['stop']}/",
    f"/join/{TOKENS['join']}/",
    f"/join/{TOKENS['join']}/code/",
    f"/lists/{TOKENS['public_list']}/",
    f"/accounts/password/reset/key/{TOKENS['account_reset_password_from_key']}/",
]
DUMMY = "x" * 32
# What stands in an address outside of a school and lets nobody in.
OPEN = {"digest", "figure", "number", "pk", "provider_id", "request_id"}


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))  # Some are other ones each time.
@pytest.mark.parametrize(
    "line",
    [
        "Conflict: {}",
        '127.0.0.1 - - [22/Nov/2026:20:00:00 +0000] "GET {} HTTP/1.1" 200 12 "-" "Mozilla/5.0"',
        '127.0.0.1 - - [22/Nov/2026:20:00:00 +0000] "GET {}?print=1 HTTP/1.1" 200 12 "https://a.example{}" "M"',
        "Error handling request {}",
        "Invalid path '{}'.",
    ],
)
def test_in_place_of_a_token_a_line_has_a_mark(line, path):
    token = next(token for token in TOKENS.values() if token in path)
    assert without_tokens(line.replace("{}", path)) == line.replace("{}", path.replace(token, HIDDEN))


def test_a_token_in_an_address_that_is_part_of_another_is_hidden_too():
    line = f'"GET /accounts/login/?next=%2Fjoin%2F{TOKENS["join"]}%2F&a=1 HTTP/1.1"'
    assert without_tokens(line) == f'"GET /accounts/login/?next=%2Fjoin%2F{HIDDEN}%2F&a=1 HTTP/1.1"'


def test_what_a_provider_of_logins_sends_along_is_hidden():
    line = '"GET /accounts/google/login/callback/?state=abc&code=4%2F0Ab HTTP/1.1" 302'
    assert without_tokens(line) == f'"GET /accounts/google/login/callback/?{HIDDEN} HTTP/1.1" 302'


def test_every_address_that_lets_somebody_in_is_hidden_and_no_other_is_touched():
    for found in all_addresses():
        parts = [part for part in found.parameters if part not in OPEN and not part.startswith("school_slug")]
        is_secret = "school_slug" not in found.parameters and bool(parts)
        path = "/" + path_of(found)
        assert (DUMMY in without_tokens(path)) == (DUMMY in path and not is_secret), path
        assert is_secret or without_tokens(path) == path, path


def path_of(found):
    """An address with something in place of each parameter: long where it is a secret."""
    if found.name == "account_reset_password_from_key":
        return f"accounts/password/reset/key/1-{DUMMY}/"
    is_school = "school_slug" in found.parameters
    path = found.pattern
    for part in found.parameters:
        text = "12" if is_school or part in OPEN else DUMMY
        for kind in ("str:", "path:", "int:", "slug:", "uuid:", ""):
            path = path.replace(f"<{kind}{part}>", text)
    return path


def test_a_traceback_and_what_fills_a_line_are_looked_at_as_well():
    try:
        raise RuntimeError(f"No page at {PATHS[0]}")
    except RuntimeError:
        record = logging.LogRecord("any", logging.ERROR, "", 1, "%s: %s", ("Not found", PATHS[0]), sys.exc_info())
    assert WithoutTokens().filter(record)
    text = logging.Formatter().format(record)
    assert TOKENS["answer"] not in text
    assert text.startswith(f"Not found: /-/answer/{HIDDEN}/\nTraceback")
    assert text.endswith(f"RuntimeError: No page at /-/answer/{HIDDEN}/")


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["make run", "production"])
def test_the_web_server_writes_no_link_that_works(way, port, tmp_path):
    options = web_options("127.0.0.1", port)
    if way == "production":
        options = ["--config=collab/stack/gunicorn.py", f"--bind=127.0.0.1:{port}"]
    environ = os.environ | {
        "DATABASE_URL": address(connection.settings_dict["NAME"]),
        "DEBUG": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        "SITE_URL": f"http://localhost:{port}",
        "WEB_CONCURRENCY": "1",
    }
    with (tmp_path / "log").open("w") as log:
        command = [sys.executable, "-m", "gunicorn", "collab.wsgi", *options]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environ, stdout=log, stderr=log)
        try:
            for path in PATHS:
                ask(port, path, process)
        finally:
            process.terminate()
            process.wait()
    written = (tmp_path / "log").read_text()
    for token in TOKENS.values():
        assert token not in written
    assert f"WARNING django.request Not Found: /-/answer/{HIDDEN}/\n" in written
    assert f'"GET /-/answer/{HIDDEN}/topics/12/move/ HTTP/1.1"' in written
    assert f'"GET /lists/{HIDDEN}/ HTTP/1.1"' in written


def ask(port, path, process):
    """Asks the server for a page, whatever it answers; at the beginning until it listens."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            assert process.poll() is None, "The server ended."
            time.sleep(0.1)
        else:
            return
    pytest.fail("The server did not answer.")
