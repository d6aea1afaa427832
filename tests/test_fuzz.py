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
# A few texts with all of that for the fields for words alone: where dates and numbers are good ones, what is hostile is
# saved, and shown on the page that follows.
TOGETHER = ("emoji", "right to left", "markup", "NUL bytes", "lone surrogates", "a formula", "line breaks")
FEW = {
    "all signs together": " ".join(HOSTILE[what] for what in TOGETHER),
    **{what: HOSTILE[what] for what in ("5,000 characters", "an absurd number", "nothing")},
}
FIRST = "ada@hill.example"
LEAVES_THE_PAGE = {"account_logout"}


@pytest.mark.parametrize("email", [FIRST, "ben@hill.example", "omar@hill.example"])
def test_no_form_breaks_on_what_people_type(visits_of, email):
    client = of_the_demo(email, raise_request_exception=False)
    broken, tried = [], 0
    saved_before = set() if email == FIRST else forms_on(visits_of(FIRST)).keys()
    for key, (form, page) in forms_on(visits_of(email)).items():
        typed = [(what, form.filled(text)) for what, text in HOSTILE.items()]
        if form.has_words and key not in saved_before:
            typed += [(f"{what}, as words", form.in_words(text)) for what, text in FEW.items()]
        for what, data in typed:
            tried += 1
            status = post(client, form, data)
            if status >= 500 or status == 404:
                broken.append((page, form.action, what, status))
    assert broken == []
    assert tried > 100


@pytest.mark.parametrize("name", ["account_login", "account_request_login_code", "account_reset_password"])
def test_no_sign_in_form_breaks_on_what_people_type(demo_database, name):
    client = Client(raise_request_exception=False)
    page = client.get(reverse(name))
    form = next(form for form in forms_of(page.content.decode(), reverse(name)) if form.typed)
    statuses = {what: post(client, form, form.filled(text)) for what, text in HOSTILE.items()}
    assert {what: status for what, status in statuses.items() if status >= 500} == {}


def forms_on(visits):
    """Each different form once, by what makes the difference (the name of the address that it goes to, and its fields):
    (form, the page that it stands on)."""
    found = {}
    for visit in visits:
        for form in forms_of(visit.html, visit.path):
            name = name_of(form.action)
            if form.typed and name not in LEAVES_THE_PAGE:
                found.setdefault((name, form.method, form.asks_for), (form, visit.path))
    return found


def post(client, form, data):
    """Sends the form, and takes back whatever that wrote; the status of the page at the end."""
    data = {name: [clip(value) for value in values] for name, values in data.items()}
    with transaction.atomic():
        send = client.post if form.method == "post" else client.get
        status = send(form.action, data, follow=True).status_code
        transaction.set_rollback(True)
    return status


def clip(value):
    """A lone surrogate travels as the bytes that a careless client would send for it."""
    return value.encode("utf-8", "surrogatepass") if any("\ud800" <= char <= "\udfff" for char in value) else value
