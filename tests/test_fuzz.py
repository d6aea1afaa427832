"""Hostile text in every field of every form that the demo shows: saved, or answered with an error; never a 500."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.clients import of_the_demo
from tests.crawl import name_of
from tests.forms import forms_of

HOSTILE = {
    "5,000 characters": "long " * 1000,
    "a word of 5,000 characters": "x" * 5000,
    "emoji": "🌋🧑🏽‍🏫👩‍👩‍👧‍👦 ok 🇳🇿",
    "right to left": "خطة الوحدة \u202e עברית \u2066 mixed",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}{% now %}",
    "NUL bytes": "be\x00fore\x00",
    "lone surrogates": "half \ud83d a \udc00 pair",
    "a formula": '=HYPERLINK("http://example.com")',
    "line breaks": "one\r\ntwo\rthree\n\n\u2028four",
    "an absurd number": "99999999999999999999",
    "a negative number": "-1",
    "an early date": "0001-01-01",
    "nothing": "",
    "spaces": "   ",
}
LEAVES_THE_PAGE = {"account_logout"}


@pytest.mark.parametrize("email", ["ada@hill.example", "ben@hill.example", "omar@hill.example"])
def test_no_form_breaks_on_what_people_type(visits_of, email):
    client = of_the_demo(email, raise_request_exception=False)
    broken, tried = [], 0
    for form, page in forms_on(visits_of(email)):
        for what, text in HOSTILE.items():
            tried += 1
            status = post(client, form, text)
            if status >= 500 or status == 404:
                broken.append((page, form.action, what, status))
    assert broken == []
    assert tried > 100


@pytest.mark.parametrize("name", ["account_login", "account_request_login_code", "account_reset_password"])
def test_no_sign_in_form_breaks_on_what_people_type(demo_database, name):
    client = Client(raise_request_exception=False)
    page = client.get(reverse(name))
    form = next(form for form in forms_of(page.content.decode(), reverse(name)) if form.typed)
    statuses = {what: post(client, form, text) for what, text in HOSTILE.items()}
    assert {what: status for what, status in statuses.items() if status >= 500} == {}


def forms_on(visits):
    """Each different form once: the address that it goes to by name, and its fields, make the difference."""
    seen = set()
    for visit in visits:
        for form in forms_of(visit.html, visit.path):
            key = (name_of(form.action), form.method, form.asks_for)
            if form.typed and key not in seen and key[0] not in LEAVES_THE_PAGE:
                seen.add(key)
                yield form, visit.path


def post(client, form, text):
    """Sends the form with the text in every typed field, and takes back whatever that wrote; the status."""
    data = {name: [clip(value) for value in values] for name, values in form.filled(text).items()}
    with transaction.atomic():
        send = client.post if form.method == "post" else client.get
        status = send(form.action, data, follow=True).status_code
        transaction.set_rollback(True)
    return status


def clip(value):
    """A lone surrogate travels as the bytes that a careless client would send for it."""
    return value.encode("utf-8", "surrogatepass") if any("\ud800" <= char <= "\udfff" for char in value) else value
