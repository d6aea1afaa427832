"""The mail that development writes to files, read in the browser."""

import pytest
from django.urls import include, path

from collab.signin import mailbox
from collab.signin.letters import letter

urlpatterns = [path("-/mail/", include("collab.signin.mail_urls")), path("", include("collab.urls"))]
pytestmark = pytest.mark.urls("tests.test_mailbox")


@pytest.fixture
def folder(tmp_path, settings):
    """A mail folder with three letters in it."""
    settings.MAIL_FOLDER = settings.EMAIL_FILE_PATH = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    for name in ("ada", "ben", "cléo"):
        letter("address_unknown", to=f"{name}@hill.example").send()
    return tmp_path


def test_letters_are_listed_newest_first_and_their_links_can_be_clicked(client, db, folder):
    assert sorted(one.to for one in mailbox.latest()) == [f"{name}@hill.example" for name in ("ada", "ben", "cléo")]
    page = client.get("/-/mail/")
    assert page.text.count("Signing in to Collab") == 3
    assert page.text.count(" UTC</td>") == 3
    one = mailbox.latest()[0]
    page = client.get(f"/-/mail/{one.file}/{one.number}/")
    assert " UTC</dd>" in page.text
    assert '/accounts/login/code/" rel="nofollow">' in page.text
    assert one.to in page.text


def test_the_html_of_a_letter_has_a_policy_of_its_own(client, db, folder):
    one = mailbox.latest()[0]
    page = client.get(f"/-/mail/{one.file}/{one.number}/html/")
    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"
    )
    assert "ask for a sign-in code" in page.text


def test_nothing_but_letters_of_the_folder_is_shown(client, db, folder):
    (folder.parent / "secret.log").write_text("Subject: no")
    for file in ("none.log", "secret.log", "..%2Fsecret.log"):
        assert client.get(f"/-/mail/{file}/1/").status_code == 404


def test_an_empty_folder_says_how_to_get_a_letter(client, db, tmp_path, settings):
    settings.MAIL_FOLDER = tmp_path / "not-made-yet"
    assert "No letter yet" in client.get("/-/mail/").text
