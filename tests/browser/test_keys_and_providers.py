"""Signing in with what a browser holds and with what another server says: a passkey, a second step, OpenID Connect."""

import json
import os
import re
import socket
import subprocess
import sys
import time

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.browser.conftest import running
from tests.cast import PASSWORD


def device_with_passkeys(page):
    """Gives the browser of a page an authenticator that says yes, such as a fingerprint sensor."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_out(page, server):
    page.goto(f"{server.url}/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{server.url}/accounts/login/")


def type_password(page, email):
    page.get_by_label("E-mail").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_ada_adds_a_passkey_and_signs_in_with_it_alone_and_as_her_second_step(server, person):
    page = person(server, None)
    page.goto(f"{server.url}/accounts/login/")
    type_password(page, "ada@hill.example")
    page.wait_for_url(f"{server.url}/hill/")
    device_with_passkeys(page)
    page.goto(f"{server.url}/accounts/2fa/webauthn/add/")
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("checkbox")).to_be_checked()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    sign_out(page, server)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{server.url}/hill/")

    sign_out(page, server)
    type_password(page, "ada@hill.example")
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{server.url}/hill/")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def school_accounts():
    """An OpenID Connect server that knows Ben by his school address, and a stranger; its address."""
    port = free_port()
    known = {"ben": "ben@hill.example", "stranger": "somebody@elsewhere.example"}
    claims = [
        argument
        for sub, email in known.items()
        for argument in ("--user-claims", json.dumps({"sub": sub, "email": email, "email_verified": True}))
    ]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *claims]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://localhost:{port}"
    process.terminate()
    process.wait()


@pytest.fixture
def server_with_school_accounts(school_accounts, worker_id, tmp_path):
    keys = {
        "OIDC_CLIENT_ID": "collab",
        "OIDC_CLIENT_SECRET": "only-in-this-test",
        "OIDC_SERVER_URL": school_accounts,
        "OIDC_NAME": "Hill account",
    }
    name = f"collab_provider_{os.getpid()}_{worker_id}"
    with running(databases.demo(), name, tmp_path / "mail", **keys) as server:
        yield server


def come_from_the_provider(page, server, sub):
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_role("button", name="Sign in with Hill account").click()
    page.locator("button", has_text=re.compile(rf"^\s*{sub}\b")).first.click()


def test_ben_signs_in_with_his_school_account_and_a_stranger_does_not(server_with_school_accounts, person):
    server = server_with_school_accounts
    page = person(server, None)
    come_from_the_provider(page, server, "ben")
    expect(page).to_have_url(f"{server.url}/hill/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ben")

    other = person(server, None)
    come_from_the_provider(other, server, "stranger")
    expect(other.get_by_role("heading", level=1)).to_have_text("Your school opens the door")
