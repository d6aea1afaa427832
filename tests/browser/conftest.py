"""The browser, and servers for it: each with a database of its own."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import expect

from collab.models import User
from tests import databases
from tests.clients import new_session

# Playwright's synchronous interface keeps an event loop running, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# The one without windows comes first: it shows the same, and costs a third less.
COMMANDS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, COMMANDS)), None)
HOW_TO_GET_IT = "apt-get install chromium-headless-shell (Debian), or any package that gives a `chromium` command"
IS_REQUIRED = os.environ.get("COLLAB_REQUIRE_BROWSER") == "1"
WINDOW = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
LETTER_ENDS = "-" * 79  # The line that Django's mail folder writes below each letter.
BROKERS_FROM = 5  # The number of the first database in Redis that a worker of the tests may have as its broker.
TELLS_WHEN_IT_IS_LOADED = (
    "addEventListener('load', () => document.documentElement.toggleAttribute('data-loaded', true))"
)
NOT_READY = "html:not([data-loaded]), .htmx-added:visible"
PATIENCE = 60  # seconds; nothing is proven sooner, and both cores may be busy with other tests

expect.set_options(timeout=PATIENCE * 1000)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not IS_REQUIRED:
                item.add_marker(pytest.mark.skip(reason=f"no Chromium on this machine: {HOW_TO_GET_IT}"))


@pytest.fixture(scope="session", autouse=True)
def chromium_is_there():
    if CHROMIUM is None:
        pytest.fail(f"The journeys need Chromium: {HOW_TO_GET_IT}", pytrace=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": WINDOW, "locale": "en-AU", "timezone_id": "Australia/Sydney"}


@dataclass
class Server:
    """A running Collab: its address, its database and what that is a clone of, and where it writes mail."""

    url: str
    template: str
    database: str
    mail: Path
    is_as_new: bool = True

    def make_as_new(self):
        """Gives it a fresh database, unless it has one; its process goes on, with new connections."""
        if not self.is_as_new:
            databases.clone(self.template, self.database)
            for letter in self.mail.iterdir():
                letter.unlink()
            self.is_as_new = True

    def latest_letter(self, to):
        """The text of the last mail to an address, once it is there as a whole."""
        for _ in range(PATIENCE * 10):
            if letters := self._letters(to):
                return letters[-1]
            time.sleep(0.1)
        pytest.fail(f"There is no letter to {to}.")
        return None

    def latest_code(self, to):
        """The sign-in code in the last mail to an address."""
        return re.findall(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", self.latest_letter(to), re.MULTILINE)[0]

    def _letters(self, to):
        files = sorted(self.mail.glob("*"), key=lambda path: path.stat().st_mtime_ns)
        texts = [text for path in files if (text := path.read_text()).rstrip().endswith(LETTER_ENDS)]
        return [text for text in texts if re.search(rf"^To: .*{re.escape(to)}", text, re.MULTILINE)]


def plan_shown(page):
    """The address of the plan that a click leads to, once its page is there."""
    page.wait_for_url(re.compile(r"/plans/\d+/"))
    return page.url.split("?")[0]


@contextlib.contextmanager
def running(template, name, mail, **more):
    """A gunicorn over a clone of a template database; `more` are further variables of its environment."""
    databases.clone(template, name)
    mail.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": databases.address(name),
        "DEBUG": "1",
        "SITE_URL": f"http://localhost:{port}",
        "MAIL_FOLDER": str(mail),
        "SECRET_KEY": settings.SECRET_KEY,
        "LOG_LEVEL": "WARNING",
        **more,
    }
    command = [sys.executable, "-m", "gunicorn", "collab.wsgi", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "--workers", "1", "--threads", "6", "--log-level", "warning"], cwd=databases.ROOT, env=environment
    )
    try:
        _wait_for(port, process)
        yield Server(f"http://localhost:{port}", template, name, mail)
    finally:
        process.terminate()
        process.wait()
        databases.drop(name)


def _wait_for(port, process):
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail("The server did not start.")


@pytest.fixture
def empty_server(worker_id, tmp_path):
    """A Collab that nobody has set up yet."""
    with running(databases.migrated(), f"collab_empty_{os.getpid()}_{worker_id}", tmp_path / "mail") as server:
        yield server


@pytest.fixture(scope="session")
def demo_server(worker_id, tmp_path_factory):
    """The process of all tests of a worker that look at the demo: to start one takes longer than most of them."""
    name = f"collab_journey_{os.getpid()}_{worker_id}"
    with running(databases.demo(), name, tmp_path_factory.mktemp("mail")) as server:
        yield server


@pytest.fixture
def shared_server(demo_server):
    """A Collab with the demo in it, for tests that only look."""
    demo_server.make_as_new()
    return demo_server


@pytest.fixture
def server(shared_server):
    """The same for a test that writes: nobody after it sees what."""
    shared_server.is_as_new = False
    return shared_server


@pytest.fixture
def server_with_worker(worker_id, tmp_path):
    """The same with a Celery worker beside it, which has a broker of its own."""
    name = f"collab_working_{os.getpid()}_{worker_id}"
    broker = (
        settings.REDIS_URL.rsplit("/", 1)[0]
        + f"/{BROKERS_FROM + int(worker_id.removeprefix('gw') if worker_id != 'master' else 0)}"
    )
    with running(databases.demo(), name, tmp_path / "mail", REDIS_URL=broker) as server, working(name, broker):
        yield server


@contextlib.contextmanager
def working(name, broker):
    """A Celery worker for a database."""
    environment = os.environ | {"DATABASE_URL": databases.address(name), "DEBUG": "1", "REDIS_URL": broker}
    command = [sys.executable, "-m", "celery", "-A", "collab", "worker", "--pool=solo", "--loglevel=error"]
    process = subprocess.Popen([*command, "--without-gossip", "--without-mingle"], cwd=databases.ROOT, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def person(browser, browser_context_args):
    """`person(server, "ada")`: a page of a fresh browser context in which somebody of the demo is signed in."""
    contexts = []

    def sign_in(server, key, school="hill", **options):
        context = browser.new_context(**(browser_context_args | options))
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        if options.get("java_script_enabled", True):
            act_when_ready(context)
        page = context.new_page()
        if key:
            session = session_in(server, f"{key}@{school}.example")
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
            page.goto(f"{server.url}/{school}/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def session_in(server, email):
    """The key of a session of somebody, written straight into the database: few tests are about the page for it."""
    with psycopg.connect(databases.address(server.database)) as connection:
        asked = "SELECT id, password FROM collab_user WHERE email = %s"
        pk, password = connection.execute(asked, [email]).fetchone()
        session = new_session(User(pk=pk, password=password))
        connection.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, %s)",
            [session.session_key, session.session_data, session.expire_date],
        )
    return session.session_key


def act_when_ready(context):
    """Before anything is pressed or typed, the page has come with its scripts, and what htmx put there has its own.

    A person is slower than both; Playwright is not, above all while both cores are busy.
    """
    context.add_init_script(TELLS_WHEN_IT_IS_LOADED)
    context.on("page", lambda page: page.add_locator_handler(page.locator(NOT_READY).first, lambda: None))
