"""Addresses that are looked up once: they are those that Django gives."""

import pytest
from django.template import TemplateSyntaxError, engines
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse, set_script_prefix

from collab.addresses import address
from tests.addresses import all_addresses

PARTS = {
    "school_slug": "hill",
    "kind": "duties",
    "prompt": "task",
    "token": "abc-123",
    "key": "x1",
    "uidb36": "4a",
    "provider_id": "school",
}
WITH_PARTS = [one for one in all_addresses() if one.name and one.parameters]


def rendered(source, **context):
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize("one", WITH_PARTS, ids=lambda one: one.name)
def test_an_address_is_the_one_that_django_gives(one):
    for number in (1, 90210, 10**17):
        parts = {name: PARTS.get(name, number) for name in one.parameters}
        assert address(one.name, **parts) == reverse(one.name, kwargs=parts)


def test_an_address_without_parts_is_the_one_that_django_gives():
    assert address("account_login") == reverse("account_login")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("nowhere", {}),
        ("plan", {"school_slug": "hill"}),
        ("plan", {"school_slug": "not/a/slug", "plan_id": 1}),
        ("rows", {"school_slug": "hill", "plan_id": 1, "kind": "unicorns"}),
    ],
)
def test_what_is_no_address_is_refused(name, parts):
    with pytest.raises(NoReverseMatch):
        address(name, **parts)


def test_an_address_begins_where_the_installation_does():
    assert address("plan", school_slug="hill", plan_id=3) == "/hill/plans/3/"
    try:
        set_script_prefix("/library/")
        assert address("plan", school_slug="hill", plan_id=3) == "/library/hill/plans/3/"
    finally:
        set_script_prefix("/")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{% url 'plan' school_slug=slug plan_id=7 %}", "/hill/plans/7/"),
        ("{% url 'plan' slug 7 %}", "/hill/plans/7/"),
        ("{% url 'plan' school_slug=slug plan_id=7 as here %}<{{ here }}>", "</hill/plans/7/>"),
        ("{% url 'nowhere' as here %}<{{ here }}>", "<>"),
        ("{% url 'account_login' %}", "/accounts/login/"),
        ("{% static 'collab/app.js' %}", static("collab/app.js")),
        ("{% static 'collab/app.js' as script %}<{{ script }}>", f"<{static('collab/app.js')}>"),
    ],
)
def test_the_tags_for_addresses_do_what_those_of_django_do(source, html):
    assert rendered(source, slug="hill") == html


def test_a_link_to_nowhere_is_refused():
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'nowhere' %}")
    with pytest.raises(TemplateSyntaxError):
        rendered("{% url %}")
