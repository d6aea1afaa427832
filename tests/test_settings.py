"""The environment is the only configuration: all of it is explained, and what is missing is said in one line."""

import ast
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

EXAMPLE = (settings.BASE_DIR / ".env.example").read_text()
# Read by docker-compose.yml, by gunicorn's configuration and by `make run`, not by the settings.
READ_ELSEWHERE = {"POSTGRES_PASSWORD", "PORT", "WEB_CONCURRENCY"}
PRODUCTION = {
    "SECRET_KEY": "a-long-value-that-stands-only-in-this-test-and-nowhere-else",
    "SITE_URL": "https://collab.school.example",
    "DATABASE_URL": "postgres://collab@database.example/collab",
    "REDIS_URL": "redis://redis.example:6379/0",
    "EMAIL_URL": "smtp+tls://mail.example:587",
}


def names_that_settings_read():
    """The first argument of each `env.x("NAME", ...)` and `required("NAME", ...)` in settings.py."""
    tree = ast.parse((settings.BASE_DIR / "collab" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    readers = [
        call
        for call in calls
        if (isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "env")
        or getattr(call.func, "id", "") == "required"
    ]
    return {call.args[0].value for call in readers if isinstance(call.args[0], ast.Constant)}


def names_in_example():
    """Every variable of .env.example, set or commented out."""
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", EXAMPLE, re.MULTILINE))


def start(**environ):
    """Load the settings as a new process does."""
    search = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", "import collab.settings"]
    return subprocess.run(command, env=search | environ, cwd=settings.BASE_DIR, capture_output=True, text=True)


def test_the_example_names_exactly_what_is_read():
    assert names_in_example() == names_that_settings_read() | READ_ELSEWHERE


def test_settings_read_the_environment_through_one_door():
    source = (settings.BASE_DIR / "collab" / "settings.py").read_text()
    assert "os.environ" not in source
    assert "getenv" not in source


def test_every_variable_of_the_example_is_explained():
    paragraphs = [paragraph for paragraph in EXAMPLE.split("\n\n") if re.search(r"^#?[A-Z0-9_]+=", paragraph, re.M)]
    unexplained = [paragraph for paragraph in paragraphs if not re.match(r"# [A-Z1]", paragraph)]
    assert unexplained == []


def test_production_starts_with_what_is_required():
    assert start(**PRODUCTION).stderr == ""


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_a_missing_variable_stops_the_start_with_one_line(name):
    result = start(**{key: value for key, value in PRODUCTION.items() if key != name})
    assert result.returncode != 0
    assert re.fullmatch(rf"Collab cannot start: {name} [^\n]+\. See \.env\.example\.\n", result.stderr)


def test_an_address_without_https_stops_the_start_with_one_line():
    result = start(**PRODUCTION | {"SITE_URL": "http://collab.school.example"})
    assert result.returncode != 0
    assert re.fullmatch(r"Collab cannot start: SITE_URL [^\n]+\n", result.stderr)


def test_the_web_server_of_production_stops_with_that_line_too():
    command = [sys.executable, "-m", "gunicorn", "collab.wsgi", "--config", "collab/stack/gunicorn.py"]
    environ = {"PATH": os.environ["PATH"], **PRODUCTION, "SECRET_KEY": ""}
    result = subprocess.run(
        [*command, "--bind", "127.0.0.1:0"],
        env=environ,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode != 0
    assert "Collab cannot start: SECRET_KEY is not set." in result.stderr
    assert "Traceback" not in result.stderr


def test_development_needs_nothing_set():
    assert start(DEBUG="1").stderr == ""


def test_development_shows_the_products_own_error_pages_and_keeps_tracebacks_in_the_log():
    program = """
import django
django.setup()
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import path
from collab import urls
from collab.access import public
@public
def refuse(request):
    raise PermissionDenied("Not this.")
@public
def fail(request):
    raise RuntimeError("broken")
urls.urlpatterns += [path("-/refuse/", refuse), path("-/fail/", fail)]
client = Client(raise_request_exception=False)
for address in ("/no/such/page/", "/-/refuse/", "/-/fail/"):
    answer = client.get(address, headers={"host": "localhost"})
    print(answer.status_code, answer.text.partition("<h1>")[2].partition("</h1>")[0])
"""
    environ = {"PATH": os.environ["PATH"], "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "collab.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environ, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == [
        "404 This page is not here",
        "403 Not for you to open",
        "500 Something went wrong here",
    ], done.stderr
    assert done.stderr.count("Traceback") == 1
    assert "RuntimeError: broken" in done.stderr
