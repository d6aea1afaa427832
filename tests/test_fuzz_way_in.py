"""Hostile text on the pages before there is a login: the set-up, an invitation, codes by mail, a new password."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.utils import timezone

from collab.models import Role
from collab.signin import actions
from tests import cast
from tests.forms import forms_of
from tests.test_fuzz import HOSTILE, post
from tests.test_setup import CODE, SCHOOL, to_the_last_step


@pytest.fixture
def visitor(db, settings):
    """Somebody without a login, whom no limit of tries turns away before the form is read."""
    settings.ACCOUNT_RATE_LIMITS = False
    return Client(raise_request_exception=False)


@pytest.fixture
def newcomer(visitor, settings):
    """The visitor of an empty installation on somebody's own machine."""
    settings.DEVELOPMENT, settings.SETUP_CODE = True, ""
    return visitor


def broken_by(client, path):
    """What breaks the forms of a page: {(address, what was typed): status}; each has something to type in."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    path = answer.redirect_chain[-1][0] if answer.redirect_chain else path
    forms = [form for form in forms_of(answer.content.decode(), path) if form.typed]
    assert forms
    statuses = {
        (form.action, what): post(client, form, data)
        for form in forms
        for what, text in HOSTILE.items()
        for data in (form.filled(text), form.in_words(text))
    }
    return {key: status for key, status in statuses.items() if status >= 500 or status == 404}


def test_the_first_step_of_the_set_up_bears_what_people_type(newcomer):
    assert broken_by(newcomer, "/set-up/") == {}


def test_the_terms_of_the_set_up_bear_what_people_type(newcomer):
    newcomer.post("/set-up/", SCHOOL)
    assert broken_by(newcomer, "/set-up/terms/") == {}


def test_the_last_step_of_the_set_up_bears_what_people_type(newcomer):
    to_the_last_step(newcomer)
    assert broken_by(newcomer, "/set-up/you/") == {}


def test_the_code_of_the_set_up_bears_what_people_type(visitor, settings):
    settings.SETUP_CODE = CODE
    assert broken_by(visitor, "/set-up/code/") == {}


def test_an_invitation_bears_what_people_type(visitor, hill):
    tess = cast.make_member(hill.school, "tess", "Tess Quill", [Role.TEACHER], with_login=False)
    _, token = actions.invite(member=tess, to=tess.email, by=hill.ada, now=timezone.now())
    assert broken_by(visitor, f"/join/{token}/") == {}


def test_a_code_by_mail_bears_what_people_type(visitor, hill):
    answer = visitor.post("/accounts/login/code/", {"email": hill.ada.email})
    assert broken_by(visitor, answer.url) == {}


def test_a_new_password_bears_what_people_type(visitor, hill):
    visitor.post("/accounts/password/reset/", {"email": hill.ada.email})
    link = urlsplit(re.search(r"https?://\S+", mail.outbox[-1].body)[0])
    assert broken_by(visitor, link.path) == {}


def test_the_second_step_bears_what_people_type(visitor, hill):
    TOTP.activate(hill.ada.user, generate_totp_secret())
    answer = visitor.post("/accounts/login/", {"login": hill.ada.email, "password": cast.PASSWORD})
    assert broken_by(visitor, answer.url) == {}
