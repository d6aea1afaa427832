"""Every field that adds to a list is ready for the next one: it has the cursor, which no place in the address takes."""

import pytest
from django.urls import reverse

from resources.lists.actions import add_list
from tests.cast import NOW
from tests.suggestions import title

FIELDS = {"link": "add-url", "title": "add-q", "heading": "add-text"}


@pytest.fixture
def volcanoes(hill):
    title(hill, "Violent volcanoes", isbns=["9780140328721"])
    return add_list(values={"title": "Volcanoes"}, by=hill.ben, now=NOW)


def url(name, one, **query):
    return reverse(name, kwargs={"school_slug": "hill", "list_id": one.pk}, query=query)


def with_the_cursor(html):
    """The ids of the fields that ask for it."""
    tags = [tag for tag in html.split("<") if "autofocus" in tag]
    return [tag.partition(' id="')[2].partition('"')[0] for tag in tags]


@pytest.mark.parametrize("kind", FIELDS)
def test_what_is_chosen_to_be_added_has_the_cursor(volcanoes, as_ben, kind):
    page = as_ben.get(url("resource_list", volcanoes)).content.decode()
    assert with_the_cursor(page) == []
    assert f'href="{url("resource_list", volcanoes)}?add={kind}"' in page
    assert with_the_cursor(as_ben.get(url("resource_list", volcanoes, add=kind)).content.decode()) == [FIELDS[kind]]


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ({"kind": "link", "url": "https://example.org/"}, "link"),
        ({"kind": "heading", "text": "Start here"}, "heading"),
        ({"kind": "title", "q": "9780140328721"}, "title"),
    ],
)
def test_after_each_the_field_is_empty_and_has_the_cursor_again(volcanoes, as_ben, sent, kind):
    answer = as_ben.post(url("list_entry_add", volcanoes), sent)
    added = volcanoes.entries.get()
    assert answer.url == url("resource_list", volcanoes, add=kind, added=added.pk)
    page = as_ben.get(answer.url).content.decode()
    assert with_the_cursor(page) == [FIELDS[kind]]
    assert f'“<span dir="auto">{added}</span>” is number 1 on the list.' in page


@pytest.mark.parametrize("sent", [{"kind": "link", "url": "x y"}, {"kind": "heading", "text": " "}])
def test_what_is_to_be_put_right_has_the_cursor(volcanoes, as_ben, sent):
    page = as_ben.post(url("list_entry_add", volcanoes), sent).content.decode()
    assert with_the_cursor(page) == [FIELDS[sent["kind"]]]


def test_of_a_link_it_is_the_field_that_is_wrong(volcanoes, as_ben):
    sent = {"kind": "link", "url": "https://example.org/", "text": "x" * 301}
    assert with_the_cursor(as_ben.post(url("list_entry_add", volcanoes), sent).content.decode()) == ["add-text"]


@pytest.mark.parametrize("kind", FIELDS)
def test_the_button_above_leads_to_the_field_that_is_open(volcanoes, as_ben, kind):
    assert f'href="#{FIELDS[kind]}"' in as_ben.get(url("resource_list", volcanoes, add=kind)).content.decode()
