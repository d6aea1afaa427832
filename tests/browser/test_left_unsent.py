"""What a browser kept of an answer is shown when the term has begun, though nothing can be sent any more."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import expect

HERE = "http://answers.example/"
KEPT = [{"topic": ["Rome"], "note": ["Forty chairs"], "sending": ["x"]}, {"topic": ["Greece"], "sending": ["y"]}]
DRAFT = {"address": "/-/answer/token/topics/?term=2", "topics": [*KEPT, {"topic": ["Egypt"], "sending": ["known"]}]}
WITH_A_WAY_ON = '<div data-unsent hidden><span data-unsent-topics></span><a href="/" data-unsent-link>Go on</a></div>'


def opened(page, box):
    """Opens a page with this box for what was not sent, in a browser that kept the draft; the errors of its script."""
    errors, scripts = [], Path(settings.BASE_DIR, "static", "collab")
    body = '<!DOCTYPE html><script type="module" src="/topics.js"></script>'
    body += f'<div data-topics="collab:answer:1:" data-known="known">{box}</div>'

    def serve(route):
        name = route.request.url.removeprefix(HERE)
        if name.endswith(".js"):
            route.fulfill(path=scripts / name, content_type="text/javascript")
        else:
            route.fulfill(body=body, content_type="text/html")

    page.route("**/*", serve)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(HERE)
    page.evaluate("draft => localStorage.setItem('collab:answer:1:2:3', draft)", json.dumps(DRAFT))
    page.reload(wait_until="load")
    return errors


def test_when_the_term_has_begun_what_the_browser_kept_is_shown_with_its_notes(page):
    errors = opened(page, render_to_string("outreach/calls/answer_too_late.html", {"typed": ()}))
    expect(page.locator("[data-unsent]")).to_be_visible()
    expect(page.locator("[data-unsent-topics]")).to_have_text("Rome (Forty chairs), Greece")
    assert errors == []


def test_before_that_it_leads_back_to_the_form(page):
    errors = opened(page, WITH_A_WAY_ON)
    expect(page.locator("[data-unsent-topics]")).to_have_text("Rome, Greece")
    expect(page.get_by_role("link", name="Go on")).to_have_attribute("href", DRAFT["address"])
    assert errors == []


@pytest.mark.parametrize("box", ["", "<p>Rome</p>"])
def test_a_page_without_a_place_for_it_is_left_in_peace(page, box):
    errors = opened(page, box)
    kept = page.evaluate("JSON.parse(localStorage.getItem('collab:answer:1:2:3')).topics.length")
    assert (errors, kept) == ([], 2)
