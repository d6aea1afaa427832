"""Ben puts a photo beside a unit from his phone, is refused a drawing, and takes the photo away when he must."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.test_evidence_files import SVG, picture


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def phone(request, server, person):
    """Stage 4 of a unit that Ben works on, on his phone."""
    page = person(server, "ben", viewport=PHONE, java_script_enabled=request.param)
    page.goto(f"{server.url}/hill/plans/?q=trust")
    page.get_by_role("link", name="Can we trust this map?").click()
    page.wait_for_url(re.compile(r"/plans/\d+/"))
    page.goto(f"{page.url.split('?')[0]}stages/4/")
    return page


def test_a_photo_is_added_on_a_phone_and_goes_when_consent_is_refused(phone):
    answer = phone.get_by_label("What the products show")
    answer.fill("All but two said where their facts are from.")
    phone.get_by_role("button", name="Add evidence").click()
    phone.get_by_label("Files or pictures").set_input_files(file("poster.png", SVG))
    phone.get_by_label("Title").fill("Poster of group 3")
    phone.get_by_label("Photo").check()
    phone.get_by_label("Asked, no answer yet").check()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("could carry a program")).to_be_visible()
    expect(phone.get_by_label("Title")).to_have_value("Poster of group 3")
    phone.get_by_label("Files or pictures").set_input_files(file("poster.jpg", picture(size=(1200, 900))))
    phone.get_by_role("button", name="Save").click()

    expect(answer).to_have_value("All but two said where their facts are from.")
    piece = phone.locator(".evidence-piece")
    expect(piece.get_by_text("Consent asked")).to_be_visible()
    small = piece.locator("img")
    small.scroll_into_view_if_needed()
    expect(small).to_have_js_property("naturalWidth", 640)
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    with phone.expect_response(re.compile("/file/")) as whole:
        piece.get_by_role("link", name="Poster of group 3").click()
    assert whole.value.headers["content-type"] == "image/jpeg"
    phone.wait_for_url(re.compile("/file/"))
    phone.go_back()

    piece.get_by_role("button", name="Change").click()
    phone.get_by_label("Refused").check()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("alert")).to_contain_text("removed for good")
    phone.get_by_role("button", name="Save and remove it").click()
    expect(piece.get_by_text("Consent refused")).to_be_visible()
    expect(piece.locator("img")).to_have_count(0)
