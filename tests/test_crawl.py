"""Every link of the demo, as each of the cast: it opens, it is cheap, and it never leads to a closed door."""

import pytest
from django.test import Client

from collab.models import Member
from tests.crawl import crawl

MOST_QUERIES = 25
CAST = ("ada", "ben", "cleo", "lena", "hugo", "omar")


@pytest.mark.parametrize("key", [*(f"{key}@hill.example" for key in CAST), "nils@vale.example"])
def test_every_link_opens_for_whoever_sees_it(demo_database, key):
    member = Member.objects.select_related("user", "school").get(email=key)
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    visits = crawl(client, member.school.get_absolute_url())
    assert [visit for visit in visits if visit.status not in (200, 302)] == []
    assert [visit for visit in visits if visit.queries > MOST_QUERIES] == []
    assert len(visits) > 20


def test_the_demo_shows_nothing_of_another_school(demo_database):
    nils = Member.objects.select_related("user").get(email="nils@vale.example")
    client = Client()
    client.force_login(nils.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert {visit.path for visit in crawl(client, "/vale/") if visit.path.startswith("/hill/")} == set()
    assert client.get("/hill/").status_code == 404
