"""The page that students read: who gets it, what it says, and what it leaves alone."""

import re
from io import BytesIO

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from pypdf import PdfReader

from collab.errors import AlreadyDone
from resources.lists.actions import add_list, copy_list
from resources.lists.curating.actions import add_curator
from resources.lists.entries.actions import add_entries
from resources.lists.publishing.actions import publish_list, revoke_list
from resources.lists.publishing.sheet import sheet
from resources.models import Resource, ResourceList
from tests.cast import NOW
from tests.racing import refusals

KIND_WORDS = "This list is not here"


def url(name, one):
    return reverse(name, kwargs={"school_slug": "hill", "list_id": one.pk})


def public(token):
    return f"/lists/{token}/"


def make_title(hill, title, **values):
    return Resource.objects.create(
        school=hill.school, title=title, added_on=NOW.date(), created_at=NOW, created_by=hill.ada, **values
    )


@pytest.fixture
def volcanoes(hill):
    """Ben's list with two headings, a link and two titles, one of which was weeded."""
    made = add_list(values={"title": "Volcanoes", "introduction": "Look here first."}, by=hill.ben, now=NOW)
    add_curator(resource_list=made, member=hill.cleo, by=hill.ben, now=NOW)
    shelf = {"call_number": "551.21 GAN", "location": "Non-fiction", "creators": ["Anita Ganeri"], "year": 2019}
    kept = make_title(hill, "Violent volcanoes", link="https://example.com/reader", **shelf)
    weeded = make_title(hill, "Old ashes", withdrawn_at=NOW, withdrawn_by=hill.ada)
    entries = [
        {"kind": "link", "url": "https://www.example.org/lava", "text": "Lava live", "note": "Watch the second film."},
        {"kind": "heading", "text": "In the library"},
        {"kind": "title", "resource": kept},
        {"kind": "title", "resource": weeded},
        {"kind": "heading", "text": "For later"},
    ]
    add_entries(resource_list=made, entries=entries, by=hill.ben, now=NOW)
    return made


@pytest.fixture
def token(volcanoes, hill):
    return publish_list(resource_list=volcanoes, by=hill.ben, now=NOW)


def test_students_read_the_list_without_signing_in(token, client):
    answer = client.get(public(token))
    html = answer.content.decode().partition("<main>")[2]
    assert answer.status_code == 200
    words = [
        "Hill School library",
        "Volcanoes",
        "Look here first.",
        "Lava live",
        "</svg> example.org",
        "Watch the second film.",
    ]
    words += ["In the library", "Violent volcanoes", "Anita Ganeri, 2019", "551.21 GAN · Non-fiction", "For later"]
    places = [html.index(word) for word in words]
    assert places == sorted(places)
    assert "Old ashes" not in html


def test_nobody_of_the_school_is_named(token, hill, client):
    html = client.get(public(token)).content.decode()
    assert [person.name for person in hill.people if person.name in html] == []


def test_the_page_has_no_navigation_no_script_and_nothing_from_elsewhere(token, client):
    html = client.get(public(token)).content.decode()
    assert [word for word in ("<nav", "<script", "<form", "<img", "<iframe", "accounts/", "hx-") if word in html] == []
    assert set(re.findall(r'(?:src|href)="(https?:[^"]*)"', html)) == {
        "https://www.example.org/lava",
        "https://example.com/reader",
    }
    loaded = re.findall(r'<link rel="(?:stylesheet|icon)"[^>]*href="([^"]+)"', html)
    assert [path for path in loaded if not path.startswith("/static/")] == []


def test_every_link_keeps_to_itself_where_it_was_followed(token, client):
    html = client.get(public(token)).content.decode()
    links = re.findall(r'<a [^>]*href="https?:[^>]*>', html)
    assert [link for link in links if 'rel="noopener noreferrer"' not in link] == []
    assert len(links) == 2


@pytest.mark.parametrize("address", ["token", "unknown"])
def test_no_cookie_is_set_and_no_session_is_touched(token, address, client, as_ada):
    path = public(token if address == "token" else "x" * 32)
    assert dict(client.get(path).cookies) == {}
    before = list(Session.objects.values())
    answer = as_ada.get(path)
    assert (dict(answer.cookies), list(Session.objects.values())) == ({}, before)
    assert "Cookie" not in answer.get("Vary", "")
    assert "Ada" not in answer.content.decode()


def test_it_is_neither_kept_by_others_nor_found_by_search_engines(token, client):
    answer = client.get(public(token))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()


def test_a_browser_that_has_the_page_already_is_told_that_it_is_the_same(token, client):
    etag = client.get(public(token))["ETag"]
    assert client.get(public(token), headers={"If-None-Match": etag}).status_code == 304


def test_the_page_costs_three_queries(token, client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(public(token))


@pytest.mark.parametrize(
    "token",
    ["x" * 32, "short", "x" * 5000, "a/b/c", "%00", "x" * 31 + "%00", "..", "é" * 32, "' or 1=1 --"],
)
def test_whatever_leads_nowhere_gets_the_same_kind_words(hill, client, token, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        answer = client.get(public(token))
    assert (answer.status_code, KIND_WORDS in answer.content.decode()) == (404, True)
    assert answer.content == client.get(public("y" * 32)).content


def test_an_empty_token_is_no_address(hill, client):
    add_list(values={"title": "Not public"}, by=hill.ada, now=NOW)
    assert "Not public" not in client.get("/lists//").content.decode()


def test_a_revoked_address_leads_nowhere_and_publishing_again_gives_another(token, volcanoes, hill, client):
    with pytest.raises(AlreadyDone):
        publish_list(resource_list=volcanoes, by=hill.ben, now=NOW)
    revoke_list(resource_list=volcanoes, by=hill.ben, now=NOW)
    assert client.get(public(token)).status_code == 404
    assert client.get(public(token)).content == client.get(public("x" * 32)).content
    with pytest.raises(AlreadyDone):
        revoke_list(resource_list=volcanoes, by=hill.ben, now=NOW)
    again = publish_list(resource_list=volcanoes, by=hill.ben, now=NOW)
    assert again != token
    statuses = [client.get(public(one)).status_code for one in (again, token)]
    assert statuses == [200, 404]


def test_an_address_holds_192_bits_of_chance(volcanoes, hill):
    tokens = set()
    for _ in range(20):
        tokens.add(publish_list(resource_list=volcanoes, by=hill.ben, now=NOW))
        revoke_list(resource_list=volcanoes, by=hill.ben, now=NOW)
    assert (len(tokens), {len(token) for token in tokens}) == (20, {32})


def test_a_copy_of_a_public_list_is_not_public(token, volcanoes, hill):
    volcanoes.refresh_from_db()
    copy = copy_list(resource_list=volcanoes, by=hill.hugo, now=NOW)
    assert (copy.token, copy.published_at, copy.published_by) == ("", None, None)


def test_an_empty_list_says_so(hill, client):
    made = add_list(values={"title": "Soon"}, by=hill.ada, now=NOW)
    token = publish_list(resource_list=made, by=hill.ada, now=NOW)
    assert "There is nothing on this list yet." in client.get(public(token)).content.decode()


def test_what_people_typed_is_text_and_not_markup(hill, client):
    hostile = "<script>alert(1)</script>"
    made = add_list(values={"title": hostile, "introduction": hostile}, by=hill.ada, now=NOW)
    title = make_title(hill, hostile, creators=[hostile], call_number="<b>", location=hostile)
    entries = [
        {"kind": "heading", "text": hostile},
        {"kind": "link", "url": "https://example.org/?<script>", "text": hostile, "note": hostile},
        {"kind": "title", "resource": title},
    ]
    add_entries(resource_list=made, entries=entries, by=hill.ada, now=NOW)
    html = client.get(public(publish_list(resource_list=made, by=hill.ada, now=NOW))).content.decode()
    assert ("<script" in html, "<b>" in html) == (False, False)


def test_a_post_is_no_way_to_read_it(token, client):
    assert client.post(public(token)).status_code == 405


# --- Publishing and the sheet with the code ------------------------------------------------------------------


def test_curators_publish_and_readers_do_not(volcanoes, as_cleo, as_hugo, client):
    assert as_hugo.post(url("resource_list_publish", volcanoes)).status_code == 403
    as_cleo.post(url("resource_list_publish", volcanoes))
    volcanoes.refresh_from_db()
    assert volcanoes.published_by.name == "Cleo Tanaka"
    html = as_hugo.get(url("resource_list", volcanoes)).content.decode()
    assert (f"http://testserver{public(volcanoes.token)}" in html, "Take it back" in html) == (True, False)
    assert as_hugo.post(url("resource_list_revoke", volcanoes)).status_code == 403
    as_cleo.post(url("resource_list_revoke", volcanoes))
    assert ResourceList.objects.get(pk=volcanoes.pk).token == ""


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told(hill):
    made = add_list(values={"title": "Volcanoes"}, by=hill.ben, now=NOW)

    def publish():
        publish_list(resource_list=made, by=hill.ben, now=NOW)

    assert refusals(publish, publish, of=AlreadyDone) == ["Students can read it already."]


def test_the_sheet_has_title_code_and_address(token, volcanoes, as_lena):
    answer = as_lena.get(url("resource_list_qr", volcanoes))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    reader = PdfReader(BytesIO(answer.getvalue() if answer.streaming else answer.content))
    text = re.sub(r"\s+", "", reader.pages[0].extract_text().replace("\u200b", ""))
    assert len(reader.pages) == 1
    for words in ("Volcanoes", "HILLSCHOOL", "Pointyourcamerahere", f"testserver/lists/{token}"):
        assert words in text


@pytest.mark.parametrize("title", ["x" * 200, "<b>#import & $x$", "מים וסלעים", "Maori " * 30])
def test_the_sheet_can_be_set_whatever_the_list_is_called(hill, as_ada, title):
    made = add_list(values={"title": title[:200], "introduction": "y " * 1000}, by=hill.ada, now=NOW)
    publish_list(resource_list=made, by=hill.ada, now=NOW)
    answer = as_ada.get(url("resource_list_qr", made))
    assert (answer.status_code, len(PdfReader(BytesIO(answer.content)).pages)) == (200, 1)


def test_an_address_is_typed_without_capitals_marks_or_letters_that_look_alike(token, volcanoes):
    assert re.fullmatch(r"[a-hjkmnp-z2-9]{32}", token)
    address = f"https://library.example/lists/{token}/"
    printed = sheet(volcanoes, address=address, printed_on=NOW.date())
    assert printed["beginning"] == "library.example/lists/"
    assert ([len(group) for group in printed["groups"]], "".join(printed["groups"])) == ([4] * 8, token)


def test_without_a_public_address_there_is_no_code(volcanoes, as_ada):
    assert as_ada.get(url("resource_list_qr", volcanoes)).url == volcanoes.get_absolute_url()
