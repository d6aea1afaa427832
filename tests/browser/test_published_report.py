"""A report from the librarian's draft to the principal's mail, its PDF, and somebody without an account."""

import re
from io import BytesIO

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from collab.models import School
from collab.signin.mailbox import letters_in
from outreach.models import MailRules, Message
from outreach.outbox.sending import send_what_waits
from tests.browser.conftest import PHONE

FILES = "django.core.mail.backends.filebased.EmailBackend"
WORDS = "A year of first times: more people than ever planned with us."


@pytest.fixture
def posting_server(server, django_db_blocker, settings):
    """A Collab whose mail goes out at any hour, for the process of the test as well."""
    settings.SITE_URL, settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = server.url, FILES, server.mail
    connection = connections["default"]
    with django_db_blocker.unblock():
        connection.close()
        before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], server.database
        Message.objects.waiting().delete()
        MailRules.objects.update_or_create(
            school=School.objects.get(slug="hill"),
            defaults={"quiet_from": "00:00", "quiet_until": "00:00", "goes_out_on_weekends": True},
        )
        yield server
        connection.close()
        connection.settings_dict["NAME"] = before


def letter_to(server, address):
    """The last letter to an address."""
    send_what_waits(clock=timezone.now)
    files = sorted(server.mail.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
    return next(one for path in reversed(files) for one in letters_in(path) if address in one.to)


def test_a_report_is_drafted_written_published_and_read_by_the_principal(posting_server, person):
    server = posting_server
    ada = person(server, "ada")
    _draft_and_write(ada, server)
    ada.get_by_role("button", name="Publish").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("Publish version 1?")
    ada.get_by_role("button", name="Publish version 1").click()
    expect(ada.locator("#messages")).to_contain_text("told by mail")

    letter = letter_to(server, "lena@hill.example")
    page_link, pdf_link = re.findall(r"http://\S+/reports/written/\S+", letter.text)
    lena = person(server, "lena", viewport=PHONE, has_touch=True)
    lena.goto(page_link)
    expect(lena.locator("main")).to_contain_text(WORDS)
    expect(lena.get_by_role("heading", level=3).first).to_have_text("Migration stories")
    pdf = PdfReader(BytesIO(lena.request.get(pdf_link).body()))
    words = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert WORDS in words
    assert "Migration stories" in words

    _pass_it_on(ada, person, server)


def _draft_and_write(ada, server):
    ada.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
    ada.get_by_role("link", name="Written reports").click()
    ada.get_by_label("About").select_option(label="Term 1, 2026")  # The demo is writing of the whole year already.
    ada.get_by_role("button", name=re.compile("^Draft")).click()
    ada.get_by_label("Introduction").fill(WORDS)
    ada.get_by_label("Unit to tell of").select_option(label="Migration stories")
    ada.get_by_role("button", name="Tell of it").click()
    expect(ada.get_by_label("Introduction")).to_have_value(WORDS)
    ada.get_by_label("What it was about, and what came of it").fill("They asked their grandparents.")
    ada.get_by_role("button", name="Leave “Before and after” out").click()
    expect(ada.get_by_label("What it was about, and what came of it")).to_have_value("They asked their grandparents.")
    ada.get_by_role("button", name="See how it will look").click()
    expect(ada.locator("main")).to_contain_text("This is how it will look")
    expect(ada.locator("main")).to_contain_text("They asked their grandparents.")
    expect(ada.get_by_role("heading", name="Before and after")).to_have_count(0)
    ada.go_back()


def _pass_it_on(ada, person, server):
    """Somebody without an account reads it by its address, until that is taken back."""
    ada.get_by_text("For people without an account").click()
    ada.get_by_role("button", name="Make an address").click()
    address = ada.get_by_label(re.compile("Whoever has this address")).input_value()
    board = person(server, None)
    board.goto(address)
    expect(board.locator("main")).to_contain_text(WORDS)
    assert board.locator("a[href*='/hill/']").count() == 0
    ada.get_by_text("Take the address back").click()
    ada.get_by_role("button", name="Take it back").click()
    expect(ada.locator("#messages")).to_contain_text("leads nowhere")
    assert board.goto(address).status == 404


def test_words_that_are_not_saved_are_asked_about_and_come_back_and_one_stands_on_the_button(server, person):
    ada = person(server, "ada", viewport=PHONE, has_touch=True)
    ada.goto(f"{server.url}/hill/reports/written/")
    ada.get_by_label("About").select_option(label="Term 2, 2026")
    ada.get_by_role("button", name=re.compile("^Draft")).click()
    ada.get_by_role("button", name="Move “Before and after” down").click()
    expect(ada.get_by_role("button", name="Move “Before and after” up")).to_be_focused()
    asked = []
    ada.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page = ada.url.partition("#")[0]
    ada.get_by_label("Introduction").fill(WORDS)
    ada.get_by_role("link", name="Written reports").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("Written reports")
    assert asked == ["beforeunload"]
    ada.goto(page)
    expect(ada.get_by_label("Introduction")).to_have_value(WORDS)
    ada.get_by_role("button", name="Save").click()
    expect(ada.locator("#messages")).to_contain_text("The report is saved.")
    expect(ada.get_by_label("Introduction")).to_have_value(WORDS)
    expect(ada.get_by_text("Restored what you had typed.")).to_have_count(0)
