"""On a computer for all: nothing is done in the name of somebody who signed in after a page was opened."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import PasswordInput
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from collab.models import Member, Role, Subject
from collab.setup.forms import CodeForm
from collab.signin.typed import SECRET, texts_in
from resources.models import Resource
from tests.cast import NOW, PASSWORD
from tests.clients import signed_in
from tests.crawl import counted_queries
from tests.forms import forms_of

ADD = "/hill/library/titles/add/"
HTMX = {"HX-Request": "true"}


def page_of(member):
    """What a form of a page says that this member opened."""
    return {"opened_by": member.user_id}


def script_of(member):
    """What the scripts of such a page say."""
    return HTMX | {"X-Opened-By": str(member.user_id)}


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]).split())


def test_a_page_says_who_opened_it(as_ada, client, hill):
    assert f'data-opened-by="{hill.ada.user_id}"' in as_ada.get("/hill/").content.decode()
    assert "data-opened-by" not in client.get("/accounts/login/").content.decode()


def test_a_form_goes_through_for_whoever_opened_it(as_ada, hill):
    answer = as_ada.post("/hill/school/subjects/add/", {"name": "Kites", **page_of(hill.ada)})
    assert (answer.status_code, Subject.objects.filter(name="Kites").count()) == (302, 1)


def test_a_form_of_ada_writes_nothing_while_ben_is_signed_in(as_cleo, hill):
    sent = {"title": "Kites & wind", "summary": "<b>How</b> they fly", "kind": "book", **page_of(hill.ada)}
    answer = as_cleo.post("/hill/plans/new/", sent)
    said = words_of(answer)
    assert answer.status_code == 409
    assert "Cleo Tanaka is signed in now But Ada Marlow opened this form, so nothing of it was saved." in said
    assert "Summary &lt;b&gt;How&lt;/b&gt; they fly" in said
    assert answer.context["typed"] == [("Title", "Kites & wind"), ("Summary", "<b>How</b> they fly"), ("Kind", "book")]


def test_what_was_refused_can_be_sent_again_by_whoever_typed_it(as_ben, as_ada, hill):
    typed = {"name": 'Kites & "wind"', "colours": ["<red>", "blue"]}
    answer = as_ben.post("/hill/school/subjects/add/?from=desk", typed | page_of(hill.ada))
    assert answer.status_code == 409
    [again] = [form for form in forms_of(answer.content.decode(), "/") if "subjects/add" in form.action]
    assert again.action == "/hill/school/subjects/add/?from=desk"
    assert again.filled("")["name"] == ['Kites & "wind"']
    assert again.filled("")["colours"] == ["<red>", "blue"]
    assert answer.context["again"]["opened_by"] == str(hill.ada.user_id)
    assert as_ada.post(again.action, again.filled("") | page_of(hill.ada)).status_code == 302
    assert Subject.objects.filter(name='Kites & "wind"').count() == 1


def test_a_form_with_a_file_is_not_sent_again_but_its_texts_are_shown(as_ben, hill):
    sent = {"title": "Kites", "picture": SimpleUploadedFile("kite.png", b"png"), **page_of(hill.ada)}
    answer = as_ben.post("/hill/plans/new/", sent)
    assert (answer.status_code, answer.context["again"]) == (409, None)
    assert answer.context["typed"] == [("Title", "Kites")]


def test_a_script_is_told_who_is_signed_in_and_leaves_its_page_alone(as_ben, hill):
    answer = as_ben.post("/hill/plans/new/", {"title": "Kites"}, headers=script_of(hill.ada))
    assert (answer.status_code, answer.json()) == (
        412,
        {
            "sentence": "Ben Okafor is signed in in this browser now, and Ada Marlow opened this page. "
            "So nothing was saved. What was typed is still here.",
            "again": "Sign in again as Ada Marlow in a new window, then come back to this one",
            "url": "/accounts/logout/",
        },
    )


def test_a_part_of_a_page_of_ada_is_not_fetched_as_ben(as_ben, hill):
    assert as_ben.get("/hill/plans/", headers=script_of(hill.ada)).status_code == 412
    assert as_ben.get("/hill/plans/", headers=script_of(hill.ben)).status_code == 200


@pytest.mark.parametrize("claim", ["0", "x", "²", "-1", "9" * 30])
def test_whoever_makes_up_an_opener_learns_nobodys_name(as_ben, claim):
    answer = as_ben.post("/hill/plans/new/", {"title": "Kites", "opened_by": claim})
    assert (answer.status_code, answer.context["before"]) == (409, None)
    assert "But somebody else opened this form" in words_of(answer)


def test_somebody_of_another_school_is_not_named(as_nils, hill, vale):
    answer = as_nils.post("/vale/plans/new/", {"title": "Kites", **page_of(hill.ada)})
    assert (answer.status_code, answer.context["now"], answer.context["before"]) == (409, "Nils Berg", None)


def test_the_account_counts_and_not_the_school(hill, vale):
    Member.objects.create(
        school=vale.school, user=hill.ada.user, name="Ada at Vale", roles=[Role.LIBRARIAN], created_at=NOW
    )
    client = signed_in(hill.ada)
    sent = {"name": "Kites", **page_of(hill.ada)}
    assert client.post("/vale/school/subjects/add/", sent).status_code == 302
    assert client.post("/hill/school/subjects/add/", sent).status_code == 302


def test_who_was_signed_out_is_asked_to_sign_in_and_sees_what_they_typed(client, hill):
    answer = client.post("/hill/plans/new/", {"title": "Kites", **page_of(hill.ada)})
    assert (answer.status_code, answer.context["typed"]) == (401, [("Title", "Kites")])


def test_signing_out_goes_through_from_anybodys_page(as_ben, hill):
    answer = as_ben.post("/accounts/logout/", page_of(hill.ada))
    assert (answer.status_code, as_ben.get("/hill/").status_code) == (302, 302)


def test_no_password_comes_back(as_ben, hill):
    sent = {"oldpassword": PASSWORD, "password1": "four-crows-2026", "password2": "four-crows-2026"}
    answer = as_ben.post("/accounts/password/change/", sent | page_of(hill.ada))
    assert (answer.status_code, answer.context["typed"], answer.context["again"]) == (409, [], None)
    assert "crows" not in answer.content.decode()


def test_every_field_for_something_secret_is_known_as_one():
    secret = {name for form in _forms() for name, field in form.base_fields.items() if _is_secret(field)}
    assert {name for name in secret if not SECRET.search(name)} == set()
    assert {"code", "password", "password1", "oldpassword"} <= secret
    assert CodeForm in _forms()


def _is_secret(field):
    hidden = isinstance(field.widget, PasswordInput)
    return hidden or field.widget.attrs.get("autocomplete") in ("one-time-code", "current-password", "new-password")


def _forms():
    from allauth.account import forms as account
    from allauth.mfa.base import forms as second_step
    from allauth.mfa.totp import forms as totp

    from collab.signin import forms as ours

    modules = (account, second_step, totp, ours)
    found = {value for module in modules for value in vars(module).values() if hasattr(value, "base_fields")}
    return found | {CodeForm}


def test_what_was_typed_is_told_from_what_a_form_says_for_itself():
    sent = QueryDict(mutable=True)
    for name, value in [
        ("csrfmiddlewaretoken", "abc"),
        ("next", "/hill/"),
        ("t0-topic", "Kites"),
        ("t0-sending", "9f0c2c9e-0000-4000-8000-000000000000"),
        ("essential_question", "Why?\r\nHow\ud800?"),
        ("task-text", "Build one."),
        ("task-version", "3"),
        ("class", "12"),
        ("help_wanted", "resource_box"),
        ("agreed", "on"),
        ("isbn", "9780131103627"),
        ("note", "Kites"),
        ("empty", " "),
    ]:
        sent.appendlist(name, value)
    assert texts_in(sent) == [
        ("Topic", "Kites"),
        ("Essential question", "Why?\r\nHow??"),
        ("Task", "Build one."),
        ("Isbn", "9780131103627"),
    ]


def test_it_costs_no_query(as_ben, hill):
    with counted_queries() as without:
        as_ben.post("/hill/plans/new/", {"title": ""})
    with counted_queries() as saying:
        as_ben.post("/hill/plans/new/", {"title": "", **page_of(hill.ben)})
    assert len(saying) == len(without)


# --- With scripts off: a token that is too old, a browser without cookies, another site ----------------------------


@pytest.fixture
def strict(hill):
    """A browser without scripts in which Ada is signed in, and what its open form sends."""
    client = signed_in(hill.ada, enforce_csrf_checks=True)
    shown = client.get(ADD).content.decode()
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', shown))
    return client, {"csrfmiddlewaretoken": token, "title": "Kites", "summary": "Wind & string"}


def test_a_form_without_scripts_is_refused_after_somebody_signed_in_and_shows_what_was_typed(strict, hill):
    client, sent = strict
    client.post("/accounts/logout/", {"csrfmiddlewaretoken": sent["csrfmiddlewaretoken"]})
    login = client.get("/accounts/login/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', login)[1]
    client.post("/accounts/login/", {"login": "ben@hill.example", "password": PASSWORD, "csrfmiddlewaretoken": token})
    answer = client.post(ADD, sent)
    assert (answer.status_code, answer.context["typed"]) == (403, [("Title", "Kites"), ("Summary", "Wind & string")])
    assert "Ben Okafor is signed in now. To be safe, nothing was saved." in words_of(answer)
    ours, others = (client.post(ADD, sent, headers={"Referer": at}) for at in (f"http://testserver{ADD}?x", "//x.net/"))
    assert (ours.context["form_at"], others.context["form_at"]) == (f"http://testserver{ADD}?x", "")
    assert Resource.objects.count() == 0


def test_without_cookies_a_form_says_so_and_shows_what_was_typed(strict):
    _, sent = strict
    answer = Client(enforce_csrf_checks=True).post(ADD, sent)
    assert (answer.status_code, len(answer.context["typed"])) == (403, 2)
    assert "Your browser sent no cookie" in words_of(answer)


def test_a_script_without_a_good_token_hears_that_it_is_signed_out(strict, hill):
    client, _ = strict
    assert client.post(ADD, {"title": "Kites"}, headers=script_of(hill.ada)).status_code == 401


def test_nothing_that_another_site_sent_is_shown(strict):
    client, sent = strict
    answer = client.post(ADD, sent, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.context["typed"]) == (403, [])
    assert "This did not come from a page of Collab" in words_of(answer)


def test_a_damaged_form_without_a_good_token_is_still_a_page(strict):
    client, _ = strict
    answer = client.post(ADD, "title=Ki%00tes%ED%A0%BC", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 403
    assert answer.context["typed"][0][1].startswith("Kites")


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_request_login_code"])
def test_a_form_opened_before_signing_in_says_nobody_and_goes_through(client, hill, name):
    shown = client.get(reverse(name)).content.decode()
    assert "opened" not in shown.partition("<main")[2]
    assert client.post(reverse(name), {"login": "x", "email": "x", "password": "x"}).status_code not in (409, 412)
