"""Every link of the demo, as each of the cast: it opens, it is cheap, and it never leads to a closed door."""

import pytest

from tests.clients import of_the_demo

MOST_QUERIES = 25
CAST = ("ada", "ben", "cleo", "lena", "hugo", "omar")


@pytest.mark.parametrize("email", [*(f"{key}@hill.example" for key in CAST), "nils@vale.example"])
def test_every_link_opens_for_whoever_sees_it(visits_of, email):
    visits = visits_of(email)
    assert [visit for visit in visits if visit.status not in (200, 302)] == []
    assert [visit for visit in visits if visit.queries > MOST_QUERIES] == []
    assert len(visits) > 20


def test_the_demo_shows_nothing_of_another_school(visits_of):
    assert {visit.path for visit in visits_of("nils@vale.example") if visit.path.startswith("/hill/")} == set()
    assert of_the_demo("nils@vale.example").get("/hill/").status_code == 404
