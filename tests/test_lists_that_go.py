"""A list that somebody removes while somebody else works with it, and links on it that lead nowhere any more."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from resources.lists.actions import add_list, remove_list
from resources.lists.entries.actions import add_entries
from resources.lists.publishing.actions import publish_list
from resources.models import CheckedLink, ResourceList
from tests.cast import NOW
from tests.racing import refusals
from tests.suggestions import topic


@pytest.fixture
def volcanoes(hill):
    made = add_list(values={"title": "Volcanoes"}, by=hill.ben, now=NOW)
    links = [{"kind": "link", "text": name, "url": f"https://example.org/{name}"} for name in ("Lava", "Ash")]
    add_entries(resource_list=made, entries=links, by=hill.ben, now=NOW)
    return made


def url(name, one=None, **parts):
    about = {"list_id": one.pk} if one else {}
    return reverse(name, kwargs={"school_slug": "hill", **about, **parts})


def while_it_is_removed(one, by, press):
    """What is answered to a press that begins while the list is being removed."""
    answers = []
    assert (
        refusals(lambda: remove_list(resource_list=one, by=by, now=NOW), lambda: answers.append(press()), of=()) == []
    )
    return answers[0]


@pytest.mark.django_db(transaction=True)
def test_whoever_copies_it_meanwhile_is_told(hill, volcanoes, as_cleo):
    answer = while_it_is_removed(volcanoes, hill.ben, lambda: as_cleo.post(url("resource_list_copy", volcanoes)))
    assert (answer.url, ResourceList.objects.count()) == (url("resource_lists"), 0)
    [said] = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == "Somebody removed “Volcanoes” in the meantime. Choose again."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_whoever_moves_an_entry_meanwhile_meets_no_error(hill, volcanoes, as_ada, headers):
    move = url("list_entry_move", volcanoes, entry_id=volcanoes.entries.first().pk)
    answer = while_it_is_removed(volcanoes, hill.ben, lambda: as_ada.post(move, {"to": "down"}, headers=headers))
    assert answer.status_code == (200 if headers else 302)


@pytest.mark.django_db(transaction=True)
def test_whoever_makes_a_list_for_a_topic_that_goes_meanwhile_keeps_what_was_typed(hill, as_ada):
    rivers, answers = topic(hill), []
    make = reverse("resource_list_add", kwargs={"school_slug": "hill"}, query={"request": rivers.pk})
    told = refusals(rivers.delete, lambda: answers.append(as_ada.post(make, {"title": "Rivers & seas"})), of=())
    assert (told, answers[0].status_code, "Rivers &amp; seas" in answers[0].text) == ([], 422, True)
    assert "in the meantime" in answers[0].text


def test_students_are_told_which_link_led_nowhere_when_it_was_last_looked_at(hill, volcanoes, client):
    CheckedLink.objects.filter(url__endswith="Lava").update(finding="dead")
    CheckedLink.objects.filter(url__endswith="Ash").update(finding="doubtful")
    token = publish_list(resource_list=volcanoes, by=hill.ben, now=NOW)
    page = client.get(reverse("public_list", kwargs={"token": token})).text
    lava, ash = page.index("Lava</a>"), page.index("Ash</a>")
    assert page.count("It did not work when we last looked.") == 1
    assert lava < page.index("It did not work when we last looked.") < ash
